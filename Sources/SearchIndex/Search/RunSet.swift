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

    /// How many runs are in the other set too.
    func common(with other: RunSet) -> Int {
        slots.reduce(0) { $1 != 0 && other.slots[other.place(of: $1)] != 0 ? $0 + 1 : $0 }
    }

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
