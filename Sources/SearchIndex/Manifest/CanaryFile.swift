package import Base
import Foundation

/// A file of canaries, one JSON object a line: `canaries.jsonl` beside the documents, whose canaries go into the manifest, and an operator's own
/// (INDEX_CANARIES).
package enum CanaryFile {
    /// Reads a file. Blocks.
    /// - Throws: `Problem` naming the line that is not as it must be.
    package static func read(_ path: String) throws(Problem) -> [Manifest.Canary] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Problem(
                what: "cannot read the canaries", location: path, reason: "the file cannot be opened", remedy: "Let this user read the file.")
        }
        return try parse(Array(data), at: path)
    }

    /// - Parameter path: For the problem's text.
    /// - Throws: As `read`.
    package static func parse(_ bytes: [UInt8], at path: String) throws(Problem) -> [Manifest.Canary] {
        var canaries: [Manifest.Canary] = []
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 <= 0x20 }) { continue }
            guard canaries.count < Manifest.Canary.most else {
                throw problem(path, number, "there are more than \(Manifest.Canary.most) of them")
            }
            guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(line)) else { throw problem(path, number, "the line is not JSON") }
            do throws(Manifest.Canary.Flaw) {
                canaries.append(try Manifest.Canary(json: json))
            } catch {
                throw problem(path, number, "the line \(error.reason)")
            }
        }
        return canaries
    }

    private static func problem(_ path: String, _ number: Int, _ reason: String) -> Problem {
        Problem(
            .usage, what: "cannot read the canaries", location: "\(path), line \(number + 1)", reason: reason,
            remedy: #"Write, for example, {"question": "…", "source": "guide.pdf"}; `text` and `top` may stand beside them."#)
    }
}
