import Base

/// Reads a run term by term, through a buffer that grows where a list is longer.
struct PostingRunReader {
    private static let block = 16 << 10

    private let file: UnnamedFile
    /// What of the run is not in the buffer yet.
    private var rest: Range<Int>
    private var buffer: [UInt8] = []
    /// What of the buffer is not read yet.
    private var at = 0
    private var end = 0
    private var term = 0..<0
    /// The first eight bytes of the term at hand as a number, so that most comparisons need no more.
    private(set) var beginning: UInt64 = 0

    init(_ file: UnnamedFile, _ run: Range<Int>) {
        self.file = file
        rest = run
    }

    /// Goes to the next term, whose list `takeList` then takes.
    /// - Returns: False at the run's end.
    mutating func next() throws -> Bool {
        if at == end, rest.isEmpty { return false }
        // A number has ten bytes at most.
        try fill(10)
        let length = number()
        try fill(length + 50)
        term = at..<at + length
        at += length
        beginning = 0
        for index in term.prefix(8) { beginning |= UInt64(buffer[index]) << UInt64(56 - 8 * (index - term.lowerBound)) }
        return true
    }

    /// Hands the bytes of the term at hand to `body`, until its list is taken.
    @inline(__always)
    func withTerm<Value>(_ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[term])) }
    }

    /// Adds the list of the term at hand to one of earlier chunks.
    mutating func takeList(into list: inout PostingList) throws {
        let (count, first, frequency, last, length) = (number(), number(), number(), number(), number())
        try fill(length)
        buffer.withUnsafeBytes {
            list.append(first: (first, frequency), UnsafeRawBufferPointer(rebasing: $0[at..<at + length]), count: count, last: last)
        }
        at += length
    }

    /// The number that stands here, which is in the buffer.
    private mutating func number() -> Int {
        var number = 0
        var shift = 0
        while buffer[at] >= 0x80 {
            number |= Int(buffer[at] & 0x7F) << shift
            shift += 7
            at += 1
        }
        number |= Int(buffer[at]) << shift
        at += 1
        return number
    }

    /// Sees that so many bytes are in the buffer from here on, or all that there are.
    private mutating func fill(_ count: Int) throws {
        guard end - at < count, !rest.isEmpty else { return }
        if buffer.count < max(count, Self.block) { buffer += [UInt8](repeating: 0, count: max(count, Self.block) - buffer.count) }
        let (left, length) = (end - at, min(buffer.count - (end - at), rest.count))
        try buffer.withUnsafeMutableBytes { [file, at, end, rest] bytes in
            bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[at..<end]))
            try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[left..<left + length]), at: rest.lowerBound)
        }
        (at, end) = (0, left + length)
        rest.removeFirst(length)
    }
}
