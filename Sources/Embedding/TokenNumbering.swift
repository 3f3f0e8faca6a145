/// Numbers distinct tokens in the order of their first occurrence: an open-addressed table, for thousands of tokens in microseconds.
struct TokenNumbering {
    /// The distinct tokens; a token's number is its place here.
    private(set) var tokens: [UInt32] = []
    /// Places of a power of two, each a token's number plus one, or 0.
    private var places: [UInt32]
    private let mask: Int

    /// - Parameter capacity: The most tokens that will be numbered.
    init(capacity: Int) {
        let bits = Int.bitWidth - (2 * max(capacity, 1)).leadingZeroBitCount
        places = [UInt32](repeating: 0, count: 1 << bits)
        mask = (1 << bits) - 1
    }

    /// The token's number, a new one where it has none yet.
    mutating func number(of token: UInt32) -> UInt32 {
        // Knuth's multiplicative hash; its high bits are the mixed ones.
        var place = Int((token &* 2_654_435_761) >> 8) & mask
        while places[place] != 0 {
            let number = places[place] - 1
            if tokens[Int(number)] == token { return number }
            place = (place + 1) & mask
        }
        tokens.append(token)
        places[place] = UInt32(tokens.count)
        return UInt32(tokens.count - 1)
    }
}
