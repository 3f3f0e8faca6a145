import Foundation

/// Reads numbers from a file, little-endian as FAISS writes them on every machine that this runs on, and never goes past its end.
struct FileCursor {
    /// Why the file is not what it should be.
    struct Failure: Error {
        var reason: String
    }

    /// Bytes in the file.
    let length: Int
    private let handle: FileHandle
    private var offset = 0
    /// The part of the file that was read last, and where it begins.
    private var window: [UInt8] = []
    private var start = 0

    init(path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw Failure(reason: "the file cannot be opened") }
        self.handle = handle
        length = Int(try handle.seekToEnd())
    }

    mutating func skip(_ bytes: Int) throws {
        guard bytes >= 0, bytes <= length - offset else { throw Failure(reason: "it ends before what it announces") }
        offset += bytes
    }

    /// Four letters that name a kind.
    mutating func letters() throws -> String {
        let number = UInt32(truncatingIfNeeded: try number(bytes: 4))
        return String(decoding: (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }, as: UTF8.self)
    }

    mutating func byte() throws -> UInt8 { UInt8(truncatingIfNeeded: try number(bytes: 1)) }

    mutating func int32() throws -> Int { Int(Int32(truncatingIfNeeded: try number(bytes: 4))) }

    mutating func float() throws -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: try number(bytes: 4))) }

    /// A number of 64 bits, at most `most`: by default what the file could hold a byte each of.
    mutating func count(most: Int? = nil) throws -> Int {
        guard let count = Int(exactly: try number(bytes: 8)), count <= most ?? length else {
            throw Failure(reason: "it announces more than its length allows")
        }
        return count
    }

    /// Passes over an array with its length before it, and returns that length in elements.
    mutating func array(of size: Int) throws -> Int {
        let count = try count()
        try skip(count * size)
        return count
    }

    /// Passes over an array that must have so many elements.
    mutating func array(of size: Int, count wanted: Int) throws {
        guard try array(of: size) == wanted else { throw Failure(reason: "it holds less or more than it announces") }
    }

    private mutating func number(bytes: Int) throws -> UInt64 {
        let place = offset
        try skip(bytes)
        if place < start || offset > start + window.count {
            try handle.seek(toOffset: UInt64(place))
            window = Array(try handle.read(upToCount: Self.windowSize) ?? Data())
            start = place
            guard window.count >= bytes else { throw Failure(reason: "it cannot be read") }
        }
        return (0..<bytes).reduce(0) { $0 | UInt64(window[place - start + $1]) << (8 * UInt64($1)) }
    }

    private static let windowSize = 1 << 16
}
