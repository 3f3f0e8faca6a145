/// Reads a `.env` file as shells and other tools read it: `NAME=value` lines, `export` before the name, comments, quotes, CRLF.
/// In double quotes `\n`, `\t`, `\"`, `\\` and `\$` stand for what they say; in single quotes everything stands for itself. Nothing is
/// expanded, and a quoted value ends on its own line.
enum EnvironmentFile {
    /// What was read, a later line winning over an earlier one, and what is wrong with the lines that were not.
    static func parse(_ bytes: [UInt8]) -> (values: [String: String], mistakes: [String]) {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            return ([:], [".env is not a text file in UTF-8; save it as one"])
        }
        var values: [String: String] = [:]
        var mistakes: [String] = []
        let unmarked = text.hasPrefix("\u{feff}") ? text.dropFirst() : text[...]
        for (number, line) in unmarked.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            switch read(line) {
            case .nothing: continue
            case .entry(let name, let value): values[name] = value
            case .mistake(let what): mistakes.append(".env, line \(number + 1): \(what); a line reads NAME=value")
            }
        }
        return (values, mistakes)
    }

    private enum Line {
        case nothing
        case entry(String, String)
        case mistake(String)
    }

    private static func read(_ line: Substring) -> Line {
        var rest = line.trimmed
        guard let first = rest.first, first != "#" else { return .nothing }
        if rest.hasPrefix("export"), let after = rest.dropFirst(6).first, after == " " || after == "\t" { rest = rest.dropFirst(6).trimmed }
        guard let equals = rest.firstIndex(of: "=") else { return .mistake("there is no = in it") }
        let name = rest[..<equals].trimmed
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isName, let initial = name.first, !initial.isNumber else { return .mistake("what stands before = is not a name") }
        return value(rest[rest.index(after: equals)...].trimmed, of: String(name))
    }

    private static func value(_ text: Substring, of name: String) -> Line {
        guard let quote = text.first, quote == "\"" || quote == "'" else {
            // A `#` begins a comment only after a space, since tokens and addresses hold it too.
            let end = text.indices.first { text[$0] == "#" && ($0 == text.startIndex || text[text.index(before: $0)].isWhitespace) }
            return .entry(name, String(text[..<(end ?? text.endIndex)].trimmed))
        }
        var value = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if character == quote {
                let after = rest.trimmed
                return after.isEmpty || after.hasPrefix("#") ? .entry(name, value) : .mistake("text follows the closing quote of \(name)")
            }
            guard quote == "\"", character == "\\", let escaped = rest.popFirst() else {
                value.append(character)
                continue
            }
            switch escaped {
            case "n": value.append("\n")
            case "t": value.append("\t")
            case "r": value.append("\r")
            case "\"", "\\", "$", "`": value.append(escaped)
            default: value += ["\\", escaped]
            }
        }
        return .mistake("the quote of \(name) is not closed")
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let start = drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? start
    }
}
