import Base
import Foundation

/// A document, or a part of a `.jsonl` file, read, cut and embedded: what the cache keeps and the artifact is put together from.
struct UnitRecord: Sendable {
    /// What is asked of every record in every run; it stands first in the file and is read alone.
    struct Head: Codable, Sendable, Equatable {
        var outcome: Outcome
        var format: DocumentFormat?
        var reason = ""
        var notes: [String] = []
        var badLines: [LinesFile.BadLine] = []
        var chunks = 0
        /// Rows of vectors.
        var rows = 0
        /// Bytes of the chunks' JSON.
        var chunkBytes = 0
    }

    var head: Head
    /// The chunks' keys as they will stand in `meta.json`, except those that depend on the file's place.
    var chunks: [[String: JSONValue]] = []
    /// Rows for each chunk.
    var counts: [Int] = []
    /// All rows, one after another.
    var vectors: [Float] = []

    private static let mark = Array("docent-unit-1\n".utf8)

    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = try encoder.encode(zip(chunks, counts).map { $0.merging(["vectors": .integer(Int64($1))]) { _, new in new } })
        var head = head
        head.chunks = chunks.count
        head.rows = counts.reduce(0, +)
        head.chunkBytes = body.count
        let top = try encoder.encode(head)
        var data = Data(Self.mark)
        withUnsafeBytes(of: UInt32(top.count).littleEndian) { data.append(contentsOf: $0) }
        data.append(top)
        data.append(body)
        vectors.withUnsafeBytes { data.append(contentsOf: $0) }
        return data
    }

    /// The head of the record in a file; nil when there is none, or it is not whole.
    static func head(at path: String, dimension: Int) -> Head? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        guard let (head, start) = try? readHead(handle), let size = try? handle.seekToEnd() else { return nil }
        return size == UInt64(start + head.chunkBytes + head.rows * dimension * 4) ? head : nil
    }

    /// - Throws: `Problem` when the file is not a whole record.
    init(path: String, dimension: Int) throws {
        let broken = Problem(
            what: "cannot read a stored result", location: path, reason: "it is damaged", remedy: "Delete it and run again.")
        guard let data = FileManager.default.contents(atPath: path), let (head, start) = Self.parse(data),
            data.count == start + head.chunkBytes + head.rows * dimension * 4,
            let body = try? JSONDecoder().decode([[String: JSONValue]].self, from: data[start..<(start + head.chunkBytes)])
        else { throw broken }
        self.head = head
        chunks = body
        counts = body.map { $0["vectors"]?.intValue ?? 1 }
        guard counts.reduce(0, +) == head.rows else { throw broken }
        vectors = [Float](unsafeUninitializedCapacity: head.rows * dimension) { buffer, count in
            count = head.rows * dimension
            data[(start + head.chunkBytes)...].copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    init(head: Head, chunks: [[String: JSONValue]] = [], counts: [Int] = [], vectors: [Float] = []) {
        self.head = head
        self.chunks = chunks
        self.counts = counts
        self.vectors = vectors
    }

    private static func readHead(_ handle: FileHandle) throws -> (Head, Int)? {
        guard let start = try handle.read(upToCount: mark.count + 4), start.count == mark.count + 4, start.starts(with: mark) else { return nil }
        let length = start.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard let top = try handle.read(upToCount: length) else { return nil }
        return (try JSONDecoder().decode(Head.self, from: top), mark.count + 4 + length)
    }

    private static func parse(_ data: Data) -> (Head, Int)? {
        guard data.count > mark.count + 4, data.starts(with: mark) else { return nil }
        let length = data[mark.count..<(mark.count + 4)].reversed().reduce(0) { $0 << 8 | Int($1) }
        let start = mark.count + 4 + length
        guard start <= data.count, let head = try? JSONDecoder().decode(Head.self, from: data[(mark.count + 4)..<start]) else { return nil }
        return (head, start)
    }
}
