import Foundation
import Synchronization

/// A file read in pieces of a megabyte, one after the other.
final class FileReader: Sendable {
    private let handle: Mutex<FileHandle>
    private let begin: UInt64

    init(_ handle: sending FileHandle, from offset: UInt64) {
        self.handle = Mutex(handle)
        begin = offset
        self.handle.withLock { try? $0.seek(toOffset: offset) }
    }

    /// The next piece, nil at the end. Blocks.
    func next() throws -> [UInt8]? {
        try handle.withLock { handle in
            let piece = try handle.read(upToCount: 1 << 20) ?? Data()
            return piece.isEmpty ? nil : Array(piece)
        }
    }
}
