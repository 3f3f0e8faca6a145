import Base
import Foundation

/// A `.jsonl` file: each line with `text` is a chunk as it stands. It is worked on in parts, so that its size costs no memory.
enum LinesFile {
    /// A run of whole lines.
    struct Part: Equatable, Sendable {
        var offset: UInt64
        var length: Int
        /// The number of its first line, from 1.
        var firstLine: Int
    }

    /// A line that is not a chunk.
    struct BadLine: Codable, Equatable, Sendable {
        /// From 0, within its part.
        var line: Int
        var reason: String
    }

    private static let linesInPart = 512
    private static let bytesInPart = 4 << 20

    /// Cuts the file into parts. Blocks.
    static func parts(of path: String) throws -> [Part] {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? handle.close() }
        var parts: [Part] = []
        var current = Part(offset: 0, length: 0, firstLine: 1)
        var lines = 0
        var pending = 0
        while let data = try handle.read(upToCount: 1 << 20), !data.isEmpty {
            data.withUnsafeBytes { bytes in
                for byte in bytes {
                    pending += 1
                    guard byte == UInt8(ascii: "\n") else { continue }
                    current.length += pending
                    pending = 0
                    lines += 1
                    if lines == linesInPart || current.length >= bytesInPart {
                        parts.append(current)
                        current = Part(offset: current.offset + UInt64(current.length), length: 0, firstLine: current.firstLine + lines)
                        lines = 0
                    }
                }
            }
        }
        current.length += pending
        if current.length > 0 || parts.isEmpty { parts.append(current) }
        return parts
    }

    /// The bytes of one part. Blocks.
    static func read(_ part: Part, of path: String) throws -> Data {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? handle.close() }
        try handle.seek(toOffset: part.offset)
        return try handle.read(upToCount: part.length) ?? Data()
    }

    /// The chunks of a part's lines, each with all its keys; those within `metadata` stand beside the text, as in `meta.json`.
    static func chunks(in part: Data) -> (chunks: [[String: JSONValue]], bad: [BadLine]) {
        var chunks: [[String: JSONValue]] = []
        var bad: [BadLine] = []
        let decoder = JSONDecoder()
        for (number, line) in part.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let line = number == 0 && line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line
            if line.allSatisfy({ $0 <= 0x20 }) { continue }
            guard case .object(var keys)? = try? decoder.decode(JSONValue.self, from: Data(line)) else {
                bad.append(BadLine(line: number, reason: "it is not a JSON object"))
                continue
            }
            guard let text = (keys["text"] ?? keys["page_content"])?.stringValue else {
                bad.append(BadLine(line: number, reason: "it has no text"))
                continue
            }
            guard text.contains(where: { !$0.isWhitespace }) else {
                bad.append(BadLine(line: number, reason: "its text is empty"))
                continue
            }
            if case .object(let inner)? = keys["metadata"] {
                keys["metadata"] = nil
                keys.merge(inner) { outer, inner in outer == .null ? inner : outer }
            }
            // Where a job had none to write, the document's place gives one.
            for name in ["id", "source"] where keys[name] == .null { keys[name] = nil }
            keys["page_content"] = nil
            keys["text"] = .string(text)
            chunks.append(keys)
        }
        return (chunks, bad)
    }
}
