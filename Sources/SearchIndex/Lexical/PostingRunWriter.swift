import Base

/// Writes a run: for each term its length and bytes, how many chunks its list has, the first, how often the term occurs there, the last, and
/// the length and bytes of the list behind the first chunk. Numbers are written seven bits to a byte, the lowest first.
struct PostingRunWriter {
    private static let block = 64 << 10
    /// More bytes than a term's numbers take.
    private static let numbers = 60

    private let file: UnnamedFile
    private var offset: Int
    private var pending: [UInt8] = []

    init(_ file: UnnamedFile, at offset: Int) {
        self.file = file
        self.offset = offset
        pending.reserveCapacity(Self.block)
    }

    /// Adds a term that comes after the last in the order of bytes.
    mutating func append(term: UnsafeRawBufferPointer, _ list: PostingList) throws {
        try list.bytes.withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[list.first.length...])
            if pending.count + term.count + rest.count + Self.numbers > Self.block { try flush() }
            append(term.count)
            pending.append(contentsOf: term)
            for number in [list.count, list.first.chunk, list.first.frequency, list.last, rest.count] { append(number) }
            guard rest.count >= Self.block else { return pending.append(contentsOf: rest) }
            try flush()
            try write(rest)
        }
    }

    /// - Returns: Where the run ends in the file.
    mutating func finish() throws -> Int {
        try flush()
        return offset
    }

    private mutating func append(_ number: Int) {
        var rest = number
        while rest >= 0x80 {
            pending.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        pending.append(UInt8(rest))
    }

    private mutating func flush() throws {
        try pending.withUnsafeBytes { try write($0) }
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
        try file.write(bytes, at: offset)
        offset += bytes.count
    }
}
