import Base
import Foundation

/// Reads `meta.json` chunk by chunk as its bytes come; the memory it needs is that of one chunk.
package struct MetaReader {
    private let location: String
    private var splitter = ElementSplitter()
    private var offset = 0
    private var number = 0

    /// - Parameter location: The file, for messages.
    package init(location: String) {
        self.location = location
    }

    /// Takes the next bytes and hands on each chunk that they complete.
    /// - Throws: `Problem` naming the element and the byte; what `emit` throws.
    package mutating func consume(_ bytes: UnsafeRawBufferPointer, emit: (Chunk) throws -> Void) throws {
        for byte in bytes {
            offset += 1
            let element: [UInt8]?
            do {
                element = try splitter.take(byte)
            } catch {
                throw problem(error.reason, at: offset - 1)
            }
            guard let element else { continue }
            try emit(try chunk(of: element))
            number += 1
        }
    }

    /// Ends the document.
    /// - Returns: How many chunks it had.
    /// - Throws: `Problem` when it ends too early.
    package func finish() throws -> Int {
        do {
            try splitter.finish()
        } catch {
            throw problem(error.reason, at: offset)
        }
        return number
    }

    /// Reads the file at `path` from beginning to end. Blocks.
    /// - Returns: How many chunks it had.
    package static func read(path: String, emit: (Chunk) throws -> Void) throws -> Int {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Problem(
                what: "cannot read the chunks", location: path, reason: "the file cannot be opened",
                remedy: "See that it exists and may be read by this user.")
        }
        defer { try? handle.close() }
        var reader = MetaReader(location: path)
        while let data = try handle.read(upToCount: 256 << 10), !data.isEmpty {
            try data.withUnsafeBytes { try reader.consume($0, emit: emit) }
        }
        return try reader.finish()
    }

    private func chunk(of element: [UInt8]) throws -> Chunk {
        let start = offset - element.count
        let value: JSONValue
        do {
            value = try element.withUnsafeBufferPointer { bytes throws(JSONScanner.Failure) in try JSONScanner.parse(bytes) }
        } catch {
            throw problem(error.reason, at: start + error.offset)
        }
        guard case .object(let members) = value, let chunk = Chunk(number: number, members: members) else {
            throw problem("it has neither text nor page_content", at: start)
        }
        return chunk
    }

    private func problem(_ reason: String, at offset: Int) -> Problem {
        Problem(
            what: "cannot read the chunks", location: location, reason: "element \(number), byte \(offset): \(reason)",
            remedy: "Write the file again: an array of objects, or an object with chunks, each with its text.")
    }
}
