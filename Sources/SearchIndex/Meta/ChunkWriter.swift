import Base
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// Writes `meta.json` as a stream: chunks go out as they come, and the file takes its name when it is whole.
package final class ChunkWriter {
    private let path: String
    private let temporary: String
    private let handle: FileHandle
    private var buffer = Data()
    private var count = 0
    private var finished = false
    private let encoder = JSONEncoder()

    /// - Throws: `Problem` when the file cannot be made.
    package init(path: String) throws {
        self.path = path
        temporary = "\(path).\(getpid()).tmp"
        guard FileManager.default.createFile(atPath: temporary, contents: nil), let handle = FileHandle(forWritingAtPath: temporary) else {
            throw Self.problem(path, String(cString: strerror(errno)))
        }
        self.handle = handle
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    deinit {
        try? handle.close()
        if !finished { try? FileManager.default.removeItem(atPath: temporary) }
    }

    /// Adds a chunk; its number follows from its place.
    /// - Throws: `Problem` when the disk does not take it.
    package func append(_ chunk: Chunk) throws {
        buffer.append(contentsOf: (count == 0 ? "[\n" : ",\n").utf8)
        buffer.append(try encoder.encode(chunk.json))
        count += 1
        if buffer.count > 1 << 20 { try flush() }
    }

    /// Ends the file, brings it to disk and gives it its name.
    package func finish() throws {
        buffer.append(contentsOf: (count == 0 ? "[]\n" : "\n]\n").utf8)
        try flush()
        do {
            try handle.synchronize()
            try handle.close()
        } catch {
            throw Self.problem(path, "\(error)")
        }
        guard rename(temporary, path) == 0 else { throw Self.problem(path, String(cString: strerror(errno))) }
        finished = true
        AtomicFile.syncFolder(of: path)
    }

    private func flush() throws {
        do {
            try handle.write(contentsOf: buffer)
        } catch {
            throw Self.problem(path, "\(error)")
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func problem(_ path: String, _ reason: String) -> Problem {
        Problem(
            what: "cannot write the chunks", location: path, reason: reason,
            remedy: "See that the folder exists, may be written to, and has space.")
    }
}
