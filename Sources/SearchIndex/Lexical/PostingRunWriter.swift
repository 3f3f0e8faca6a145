import Base

/// Writes a run: for each term its length and bytes, how many chunks its list has, the highest of their numbers, and the list's length and
/// bytes. Numbers are written seven bits to a byte, the lowest first.
struct PostingRunWriter {
    private static let block = 64 << 10

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
        let length = term.count + list.bytes.count + 40
        if pending.count + length > Self.block { try flush() }
        append(term.count)
        pending.append(contentsOf: term)
        append(list.count)
        append(list.last)
        append(list.bytes.count)
        if list.bytes.count < Self.block {
            pending.append(contentsOf: list.bytes)
        } else {
            try flush()
            try list.bytes.withUnsafeBytes { try write($0) }
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
