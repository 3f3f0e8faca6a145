import Foundation

/// Reads numbers from a file, little-endian as FAISS writes them on every machine that this runs on, and never goes past its end.
struct FileCursor {
    /// Why the file is not what it should be.
    struct Failure: Error {
        var reason: String
    }

    private let handle: FileHandle
    private let length: UInt64
    private var offset: UInt64 = 0

    init(path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw Failure(reason: "the file cannot be opened") }
        self.handle = handle
        length = try handle.seekToEnd()
    }

    private var left: UInt64 { length - offset }

    mutating func skip(_ bytes: Int) throws {
        guard bytes >= 0, UInt64(bytes) <= left else { throw Failure(reason: "it ends before what it announces") }
        offset += UInt64(bytes)
    }

    /// Four letters that name a kind.
    mutating func letters() throws -> String {
        String(decoding: try read(4), as: UTF8.self)
    }

    mutating func byte() throws -> UInt8 { try read(1)[0] }

    mutating func int32() throws -> Int32 {
        Int32(truncatingIfNeeded: try number(bytes: 4))
    }

    /// A number of 64 bits that counts something in the file.
    mutating func count() throws -> Int {
        guard let count = Int(exactly: try number(bytes: 8)), count <= length else {
            throw Failure(reason: "it announces more than its length allows")
        }
        return count
    }

    /// Passes over an array with its length before it, and returns that length in elements.
    mutating func array(of size: Int) throws -> Int {
        let count = try count()
        let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
        guard !overflow else { throw Failure(reason: "it announces more than its length allows") }
        try skip(bytes)
        return count
    }

    /// How many elements of so many bytes the rest of the file has room for.
    func rest(in size: Int) throws -> Int {
        guard size > 0 else { throw Failure(reason: "an element of no size") }
        return Int(left) / size
    }

    private mutating func number(bytes: Int) throws -> UInt64 {
        try read(bytes).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func read(_ bytes: Int) throws -> [UInt8] {
        let start = offset
        try skip(bytes)
        try handle.seek(toOffset: start)
        guard let data = try handle.read(upToCount: bytes), data.count == bytes else { throw Failure(reason: "it cannot be read") }
        return Array(data)
    }
}
