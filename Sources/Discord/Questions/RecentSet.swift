/// The last so many values.
struct RecentSet<Value: Hashable & Sendable>: Sendable {
    private let capacity: Int
    private var values: Set<Value> = []
    /// A ring in the order of arrival.
    private var order: [Value] = []
    private var oldest = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 1)
    }

    /// - Returns: false when the value is there already.
    mutating func insert(_ value: Value) -> Bool {
        guard values.insert(value).inserted else { return false }
        if order.count < capacity {
            order.append(value)
        } else {
            values.remove(order[oldest])
            order[oldest] = value
            oldest = (oldest + 1) % capacity
        }
        return true
    }
}
