/// A text's runs, each once, as a table that hashes lead to: two of them are compared without being sorted.
struct RunSet {
    /// A run at the first free place from the one that it leads to; 0 where there is none. At least half are free.
    private var slots: [UInt64]
    /// The runs, in the order of the text.
    private var runs: [UInt64] = []
    /// How many there are.
    var count: Int { runs.count }

    /// - Parameter runs: As hashes.
    init(_ runs: [UInt64]) {
        var size = 4
        while size < 2 * runs.count { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        self.runs.reserveCapacity(runs.count)
        for run in runs {
            let run = max(run, 1)
            let slot = place(of: run)
            if slots[slot] == 0 {
                slots[slot] = run
                self.runs.append(run)
            }
        }
    }

    /// Whether the runs in common are nine of ten of all that either has.
    func isAlike(_ other: RunSet) -> Bool {
        // The longer one's are all that either has at least, and the shorter one's all that both have at most.
        guard Self.isEnough(min(runs.count, other.runs.count), of: max(runs.count, other.runs.count)) else { return false }
        var missing = 0
        for run in runs where other.slots[other.place(of: run)] == 0 {
            missing += 1
            // So the likeness is soon out of reach where the texts have nothing to do with one another.
            guard Self.isEnough(runs.count - missing, of: runs.count) else { return false }
        }
        let common = runs.count - missing
        return Self.isEnough(common, of: runs.count + other.runs.count - common)
    }

    private static func isEnough(_ common: Int, of all: Int) -> Bool {
        likeness.common * all <= likeness.all * common
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
