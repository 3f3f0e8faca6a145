/// The chunks that a term occurs in and how often: the distance from the chunk before and, in the lowest bit, whether it occurs more than once,
/// seven bits to a byte; then, if so, a byte for how often. Most terms occur once in a chunk and again within sixty, which makes one byte.
struct PostingList {
    private(set) var bytes: [UInt8] = []
    /// How many chunks.
    private(set) var count = 0
    /// The first chunk, how often the term occurs there, and how many bytes say so.
    private(set) var first = (chunk: 0, frequency: 0, length: 0)
    /// The highest number of a chunk.
    private(set) var last = 0

    /// The greatest frequency that is told from greater ones: beyond it makes no difference to a score. All of its bits are set.
    static let mostFrequent = 15

    /// Adds a chunk of a higher number than the last.
    mutating func append(chunk: Int, frequency: Int) {
        var code = (chunk - last) << 1 | (frequency > 1 ? 1 : 0)
        last = chunk
        count += 1
        while code >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: code) | 0x80)
            code >>= 7
        }
        bytes.append(UInt8(code))
        if frequency > 1 { bytes.append(UInt8(min(frequency, Self.mostFrequent))) }
        if count == 1 { first = (chunk, frequency, bytes.count) }
    }

    /// Adds a list whose chunks are all of higher numbers than the last: only its first one is written anew, by its distance.
    /// - Parameters:
    ///   - rest: Its bytes behind the first one's.
    ///   - count: How many chunks it has, at least one.
    mutating func append(first: (chunk: Int, frequency: Int), _ rest: UnsafeRawBufferPointer, count: Int, last: Int) {
        append(chunk: first.chunk, frequency: first.frequency)
        bytes.append(contentsOf: rest)
        self.count += count - 1
        self.last = last
    }

    /// Empties it and keeps the room that it took.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        (count, last) = (0, 0)
    }

    /// Hands each chunk and its frequency, at most `mostFrequent`, to `body`; bytes that end within a number end the list.
    @inline(__always)
    static func forEach(_ bytes: UnsafeRawBufferPointer, _ body: (_ chunk: Int, _ frequency: Int) -> Void) {
        var chunk = 0
        var at = 0
        while at < bytes.count {
            var code = Int(bytes[at])
            at += 1
            if code >= 0x80 {
                code &= 0x7F
                var shift = 7
                while at < bytes.count, bytes[at] >= 0x80, shift < 56 {
                    code |= Int(bytes[at] & 0x7F) << shift
                    shift += 7
                    at += 1
                }
                guard at < bytes.count else { return }
                code |= Int(bytes[at]) << shift
                at += 1
            }
            chunk &+= code >> 1
            // Whether there is a frequency is as good as chance to the processor, so it computes with what follows in any case.
            let hasFrequency = code & 1
            let next = at < bytes.count ? Int(bytes[at]) & mostFrequent : 1
            body(chunk, 1 + hasFrequency * (next - 1))
            at += hasFrequency
        }
    }
}
