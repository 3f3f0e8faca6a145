import Base
import Foundation

/// Questions as JSON lines.
enum QueryFile {
    struct Query: Equatable, Sendable {
        /// Given back as it came: a text or a number.
        var id: JSONValue
        var text: String
    }

    /// Reads the file, or standard input for `-`.
    /// - Throws: `Problem` naming the first line that is not a question.
    static func read(_ path: String) throws -> [Query] {
        let data = path == "-" ? try FileHandle.standardInput.readToEnd() ?? Data() : FileManager.default.contents(atPath: path)
        guard let data else {
            throw Problem(
                .usage, what: "cannot read the questions", location: path, reason: "there is no such file, or it cannot be read",
                remedy: "Give a file of JSON lines, or - for standard input.")
        }
        return try parse(data, location: path == "-" ? "standard input" : path)
    }

    /// Empty lines, and the byte order mark that some editors put first, are passed over.
    /// - Throws: `Problem` naming the first line that is not a question, and what is wrong with it.
    static func parse(_ data: Data, location: String) throws -> [Query] {
        let decoder = JSONDecoder()
        let data = data.starts(with: byteOrderMark) ? data.dropFirst(byteOrderMark.count) : data
        return try data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap { number, line in
            guard line.contains(where: { !" \t\r".utf8.contains($0) }) else { return nil }
            switch query(in: try? decoder.decode(JSONValue.self, from: Data(line))) {
            case .success(let query): return query
            case .failure(let fault):
                throw Problem(
                    .usage, what: "cannot read a question", location: "\(location), line \(number + 1)", reason: fault.reason,
                    remedy: #"Each line must be {"id": "...", "text": "..."}."#)
            }
        }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Why a line is no question.
    private struct Fault: Error {
        var reason: String
    }

    private static func query(in line: JSONValue?) -> Result<Query, Fault> {
        guard case .object(let keys)? = line else { return .failure(Fault(reason: "it is not a JSON object")) }
        guard let id = keys["id"] else { return .failure(Fault(reason: "it has no id")) }
        switch id {
        case .string, .integer, .number: break
        case .null, .bool, .array, .object: return .failure(Fault(reason: "its id is neither a text nor a number"))
        }
        guard let text = keys["text"]?.stringValue else { return .failure(Fault(reason: "it has no text")) }
        guard text.contains(where: { !$0.isWhitespace }) else { return .failure(Fault(reason: "its text is empty")) }
        return .success(Query(id: id, text: text))
    }
}
