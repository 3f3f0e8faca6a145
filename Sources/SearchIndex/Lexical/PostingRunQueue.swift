/// The run whose term comes first, and of equal terms the oldest run: a heap of readers.
struct PostingRunQueue {
    private var readers: [PostingRunReader]
    /// The readers' numbers; none comes before the one at half its place.
    private var heap: [Int] = []

    /// - Parameter readers: The runs, the oldest first.
    init(_ readers: [PostingRunReader]) throws {
        self.readers = readers
        for number in readers.indices where try self.readers[number].next() { heap.append(number) }
        for place in heap.indices.reversed() { sink(place) }
    }

    /// Whether all runs have ended.
    var isEmpty: Bool { heap.isEmpty }

    /// Hands the first term's bytes to `body`.
    @inline(__always)
    func withTerm<Value>(_ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        try readers[heap[0]].withTerm(body)
    }

    /// Adds the first run's list to `list` and goes on to that run's next term.
    mutating func takeList(into list: inout PostingList) throws {
        let first = heap[0]
        try readers[first].takeList(into: &list)
        if try !readers[first].next() {
            let last = heap.removeLast()
            if heap.isEmpty { return }
            heap[0] = last
        }
        sink(0)
    }

    private mutating func sink(_ start: Int) {
        var place = start
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, precedes(heap[child + 1], heap[child]) { child += 1 }
            guard precedes(heap[child], heap[place]) else { return }
            heap.swapAt(child, place)
            place = child
        }
    }

    private func precedes(_ one: Int, _ other: Int) -> Bool {
        let (first, second) = (readers[one].beginning, readers[other].beginning)
        if first != second { return first < second }
        return readers[one].withTerm { one in
            readers[other].withTerm { other in one.isSame(as: other) ? nil : one.precedes(other) }
        } ?? (one < other)
    }
}
