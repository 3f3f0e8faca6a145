import Base
import Foundation
import SearchIndex

/// `canaries.jsonl` beside the documents: questions whose answer is known to be in them. The bot refuses an index that cannot answer.
enum CanaryFile {
    private struct Line: Decodable {
        var question: String
        var source: String?
        var sources: [String]?
        var text: String?
    }

    /// - Throws: `Problem` naming the line that is not as it must be.
    static func read(_ path: String) throws -> [Manifest.Canary] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Problem(
                what: "cannot read the canaries", location: path, reason: "the file cannot be opened", remedy: "Let this user read the file.")
        }
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return try lines.enumerated().compactMap { number, line in
            if line.allSatisfy({ $0 <= 0x20 }) { return nil }
            guard let canary = try? JSONDecoder().decode(Line.self, from: Data(line)), !canary.question.isEmpty,
                let sources = canary.sources ?? canary.source.map({ [$0] }), !sources.isEmpty
            else {
                throw Problem(
                    .usage, what: "cannot read the canaries", location: "\(path), line \(number + 1)",
                    reason: "a line must be an object with `question` and `source`",
                    remedy: #"Write, for example, {"question": "…", "source": "guide.pdf"}."#)
            }
            return Manifest.Canary(question: canary.question, sources: sources, text: canary.text)
        }
    }
}
