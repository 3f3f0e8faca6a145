/// Sorts 64-bit numbers by their upper halves; those of equal upper halves keep their order. Eleven bits after eleven are counted and moved
/// (radix sort), which takes a sixth of the time that comparing takes.
struct PostingSort {
    private static let bits = 11
    private static let buckets = 1 << bits
    /// Where numbers go in every other pass, and where those of each bucket go next.
    private var scratch: [UInt64] = []
    private var places = [Int](repeating: 0, count: buckets)

    /// - Parameter greatest: No upper half is greater.
    mutating func sort(_ numbers: inout [UInt64], greatest: UInt32) {
        if scratch.count < numbers.count { scratch = [UInt64](repeating: 0, count: numbers.count * 9 / 8) }
        numbers.withUnsafeMutableBufferPointer { numbers in
            scratch.withUnsafeMutableBufferPointer { scratch in
                places.withUnsafeMutableBufferPointer { Self.sort(numbers, scratch, $0, greatest: greatest) }
            }
        }
    }

    // Within the closures above, the optimised code of Swift 6.3 lost the register that says whether something was thrown.
    @inline(never)
    private static func sort(
        _ numbers: UnsafeMutableBufferPointer<UInt64>, _ scratch: UnsafeMutableBufferPointer<UInt64>, _ places: UnsafeMutableBufferPointer<Int>,
        greatest: UInt32
    ) {
        let other = UnsafeMutableBufferPointer(rebasing: scratch[..<numbers.count])
        var isThere = false
        for shift in stride(from: 32, to: 64, by: bits) where shift == 32 || (UInt64(greatest) << 32) >> shift > 0 {
            if isThere { move(other, to: numbers, shift, places) } else { move(numbers, to: other, shift, places) }
            isThere.toggle()
        }
        if isThere { _ = numbers.update(fromContentsOf: other) }
    }

    /// Moves the numbers, in their order, to where their eleven bits from `shift` on say.
    private static func move(
        _ numbers: UnsafeMutableBufferPointer<UInt64>, to other: UnsafeMutableBufferPointer<UInt64>, _ shift: Int,
        _ places: UnsafeMutableBufferPointer<Int>
    ) {
        places.update(repeating: 0)
        for number in numbers { places[Int(truncatingIfNeeded: number >> shift) & (buckets - 1)] += 1 }
        var start = 0
        for bucket in places.indices {
            let length = places[bucket]
            places[bucket] = start
            start += length
        }
        for number in numbers {
            let bucket = Int(truncatingIfNeeded: number >> shift) & (buckets - 1)
            other[places[bucket]] = number
            places[bucket] += 1
        }
    }
}
