/// Numbers distinct tokens in the order of their first occurrence: an open-addressed table, for thousands of tokens in microseconds.
struct TokenNumbering: ~Copyable {
    private let capacity: Int
    private let known: UnsafeMutablePointer<UInt32>
    private var count = 0
    /// Places of a power of two, each a token's number plus one, or 0.
    private let places: UnsafeMutableBufferPointer<UInt32>

    /// - Parameter capacity: The most tokens that will be numbered.
    init(capacity: Int) {
        self.capacity = capacity
        known = .allocate(capacity: capacity)
        places = .allocate(capacity: 1 << (Int.bitWidth - (2 * max(capacity, 1)).leadingZeroBitCount))
        places.initialize(repeating: 0)
    }

    deinit {
        known.deallocate()
        places.deallocate()
    }

    /// The distinct tokens; a token's number is its place here.
    var tokens: [UInt32] { Array(UnsafeBufferPointer(start: known, count: count)) }

    /// The tokens' numbers, new ones for those that have none yet.
    mutating func numbers(of tokens: ArraySlice<UInt32>) -> [UInt32] {
        precondition(count + tokens.count <= capacity, "more tokens than were said to come")
        return [UInt32](unsafeUninitializedCapacity: tokens.count) { numbers, filled in
            for token in tokens {
                numbers[filled] = number(of: token)
                filled += 1
            }
        }
    }

    private mutating func number(of token: UInt32) -> UInt32 {
        // Knuth's multiplicative hash; its high bits are the mixed ones.
        var place = Int((token &* 2_654_435_761) >> 8) & (places.count - 1)
        while places[place] != 0 {
            let number = places[place] - 1
            if known[Int(number)] == token { return number }
            place = (place + 1) & (places.count - 1)
        }
        (known + count).initialize(to: token)
        count += 1
        places[place] = UInt32(count)
        return UInt32(count - 1)
    }
}
