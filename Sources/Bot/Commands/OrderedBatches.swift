/// Works on a long list in batches, a few of them at once, and hands over the results in the list's order.
struct OrderedBatches {
    /// How many items a batch has.
    var size: Int
    /// How many batches are begun before the first of them has been handed over; so many results at most are kept.
    var ahead: Int

    /// - Parameters:
    ///   - work: What is made of a batch.
    ///   - take: Is given each result as soon as it and all before it are there.
    /// - Throws: What `work` throws first, or `CancellationError`; then nothing more is handed over.
    func run<Item: Sendable, Value: Sendable>(
        _ items: [Item], work: @escaping @Sendable ([Item]) async throws -> Value, take: (Value) -> Void
    ) async throws {
        var waiting = stride(from: 0, to: items.count, by: size).makeIterator()
        try await withThrowingTaskGroup(of: (start: Int, value: Value).self) { group in
            func begin() {
                guard let start = waiting.next() else { return }
                let batch = Array(items[start..<min(start + size, items.count)])
                group.addTask { (start, try await work(batch)) }
            }
            for _ in 0..<ahead { begin() }
            var due = 0
            var early: [Int: Value] = [:]
            while let (start, value) = try await group.next() {
                early[start] = value
                while let value = early.removeValue(forKey: due) {
                    take(value)
                    due += size
                    begin()
                }
            }
        }
    }
}
