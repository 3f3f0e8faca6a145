@testable import docent

/// Reads a text as Discord shows it, as far as cuts could spoil it: an independent reading for tests of the splitter.
struct DiscordMarkdown: Equatable {
    /// One character that is not white space, and how it is shown.
    struct Shown: Hashable, CustomStringConvertible {
        var character: Character
        /// The language of the code that it stands in; nil outside of code.
        var code: String?
        /// What its line begins with: `> ` or `-# `; else empty.
        var line: String
        var description: String { "\(character)\(code.map { "`\($0)" } ?? "")\(line)" }
    }

    private(set) var shown: [Shown] = []
    /// Whether a block of code is open at the end.
    private(set) var isOpen = false

    init(_ text: String) {
        let characters = Array(text)
        var (index, code, line) = (0, String?.none, "")
        var isLineStart = true
        while index < characters.count {
            if isLineStart, code == nil {
                line = ["> ", "-# "].first { characters[index...].starts(with: $0) } ?? ""
                index += line.count
                isLineStart = false
                continue
            }
            let ticks = characters[index...].prefix { $0 == "`" }.count
            if ticks >= 3 {
                index += ticks
                // After code in its middle, a line is like any other.
                line = ""
                if code != nil {
                    code = nil
                } else {
                    let word = characters[index...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_+-.#".contains($0)) }
                    // A word with nothing but the end of the code after it is the code.
                    let isLanguage =
                        word.count <= 32 && word.endIndex < characters.count && characters[word.endIndex].isNewline
                        && !characters[word.endIndex...].drop { $0.isWhitespace }.starts(with: "```")
                    code = isLanguage ? String(word) : ""
                    if isLanguage { index = word.endIndex }
                }
                continue
            }
            if !characters[index].isWhitespace { shown.append(Shown(character: characters[index], code: code, line: code == nil ? line : "")) }
            isLineStart = characters[index].isNewline
            if isLineStart { line = "" }
            index += 1
        }
        isOpen = code != nil
    }
}
