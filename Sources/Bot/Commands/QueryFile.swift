import Base
import Foundation

/// Questions as JSON lines.
enum QueryFile {
    struct Query: Decodable {
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
        return try parse(data, location: path)
    }

    static func parse(_ data: Data, location: String) throws -> [Query] {
        try data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap { number, line in
            guard line.contains(where: { !" \t\r".utf8.contains($0) }) else { return nil }
            do {
                return try JSONDecoder().decode(Query.self, from: Data(line))
            } catch {
                throw Problem(
                    .usage, what: "cannot read a question", location: "\(location), line \(number + 1)", reason: "it is not of the expected form",
                    remedy: #"Each line must be {"id": "...", "text": "..."}."#)
            }
        }
    }
}
