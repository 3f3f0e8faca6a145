import Foundation

/// What the worker writes on its standard output: one line of JSON for each block, then one line that tells the outcome. Output
/// without that last line is that of a worker that died.
struct WorkerMessage: Codable {
    var outcome: Outcome
    var format: DocumentFormat?
    var reason: String
    var notes: [String]
    var title: String?
    var pages: Int?

    /// The mark of the last line; a block's line begins with `{`.
    private static let mark = UInt8(ascii: "=")

    static func encode(_ extraction: Extraction) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        var bytes: [UInt8] = []
        for block in extraction.text.blocks {
            bytes.append(contentsOf: try encoder.encode(block))
            bytes.append(UInt8(ascii: "\n"))
        }
        let message = WorkerMessage(
            outcome: extraction.outcome, format: extraction.format, reason: extraction.reason, notes: extraction.notes,
            title: extraction.text.title, pages: extraction.pages)
        bytes.append(mark)
        bytes.append(contentsOf: try encoder.encode(message))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// - Returns: nil when the last line is missing or anything is not as it must be.
    static func decode(_ bytes: [UInt8]) -> Extraction? {
        let decoder = JSONDecoder()
        var blocks: [ExtractedText.Block] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            if line.first == mark {
                guard let message = try? decoder.decode(WorkerMessage.self, from: Data(line.dropFirst())) else { return nil }
                return Extraction(
                    message.outcome, format: message.format, reason: message.reason, notes: message.notes,
                    text: ExtractedText(blocks: blocks, title: message.title), pages: message.pages)
            }
            guard let block = try? decoder.decode(ExtractedText.Block.self, from: Data(line)) else { return nil }
            blocks.append(block)
        }
        return nil
    }
}
