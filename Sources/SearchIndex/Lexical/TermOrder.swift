#if canImport(Glibc)
    import Glibc
#endif

/// Terms in the order of their bytes, which is SQLite's too.
extension UnsafeRawBufferPointer {
    /// Whether these bytes come before the others'.
    @inline(__always)
    func precedes(_ other: UnsafeRawBufferPointer) -> Bool {
        let order = compare(other, count: Swift.min(count, other.count))
        return order == 0 ? count < other.count : order < 0
    }

    /// Whether both have the same bytes.
    @inline(__always)
    func isSame(as other: UnsafeRawBufferPointer) -> Bool {
        count == other.count && compare(other, count: count) == 0
    }

    @inline(__always)
    private func compare(_ other: UnsafeRawBufferPointer, count: Int) -> Int32 {
        guard let one = baseAddress, let two = other.baseAddress else { return 0 }
        return memcmp(one, two, count)
    }
}
