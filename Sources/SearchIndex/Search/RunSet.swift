/// A text's runs, each once, as a table that hashes lead to: two of them are compared without being sorted.
struct RunSet {
    /// A run at the first free place from the one that it leads to; 0 where there is none. At least half are free.
    private var slots: [UInt64]
    /// How many runs there are.
    private(set) var count = 0

    /// - Parameter runs: As hashes.
    init(_ runs: [UInt64]) {
        var size = 4
        while size < 2 * runs.count { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        for run in runs {
            let run = max(run, 1)
            let slot = place(of: run)
            if slots[slot] == 0 {
                slots[slot] = run
                count += 1
            }
        }
    }

    /// Whether the runs in common are nine of ten of all that either has.
    func isAlike(_ other: RunSet) -> Bool {
        var missing = 0
        for run in slots where run != 0 && other.slots[other.place(of: run)] == 0 {
            missing += 1
            // All that either has are at least these, so a tenth of them is soon missing where the texts have nothing to do with one another.
            if 10 * missing > count { return false }
        }
        let common = count - missing
        return Self.likeness.common * (count + other.count - common) <= Self.likeness.all * common
    }

    private static let likeness = (common: 9, all: 10)

    /// Where the run is, or would be.
    private func place(of run: UInt64) -> Int {
        let last = slots.count - 1
        var slot = Int(truncatingIfNeeded: (run &* Self.factor) >> 32) & last
        while slots[slot] != 0, slots[slot] != run { slot = (slot + 1) & last }
        return slot
    }

    /// Odd, and another in each process, so that nobody can write a text whose runs all meet.
    private static let factor = UInt64.random(in: 0...(.max)) | 1
}
