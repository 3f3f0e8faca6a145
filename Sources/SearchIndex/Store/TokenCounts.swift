import Foundation

/// In how many chunks each token occurs: a byte for each token of the vocabulary, and the few that it does not hold.
struct TokenCounts: Sendable {
    /// By token; `many` where it is in `more`.
    private let counts: Data
    private let more: [UInt32: UInt32]

    private static let many: UInt8 = 255

    /// - Parameters:
    ///   - counts: As `encode` gives them.
    ///   - more: The same.
    init(counts: Data, more: Data) {
        self.counts = counts
        let tokens = counts.indices.lazy.filter { counts[$0] == Self.many }.map { UInt32($0 - counts.startIndex) }
        self.more = Dictionary(zip(tokens, NumberBlob.decode(more))) { one, _ in one }
    }

    /// In how many chunks the token occurs.
    subscript(_ token: UInt32) -> Int {
        guard token < counts.count else { return 0 }
        let count = counts[counts.startIndex + Int(token)]
        return count == Self.many ? Int(more[token] ?? UInt32(Self.many)) : Int(count)
    }

    /// The bytes, and the numbers that are in none of them, in the order of their tokens.
    static func encode(_ numbers: some Sequence<UInt32>) -> (counts: Data, more: Data) {
        numbers.reduce(into: (Data(), Data())) { blobs, number in
            blobs.0.append(UInt8(clamping: number))
            if number >= many { blobs.1.append(number: Int(number)) }
        }
    }
}
