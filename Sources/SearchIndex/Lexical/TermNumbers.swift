/// Numbers terms in the order in which they first come. Their bytes lie one after another in one block, so that a term costs no allocation and
/// a dozen bytes beside its own.
struct TermNumbers {
    private var bytes: [UInt8] = []
    /// Where each term begins, and where the last one ends.
    private var starts: [UInt32] = [0]
    /// A term's number and one, at the first free place from the one that its hash chooses; 0 where there is none. At least half are free.
    private var slots = [UInt32](repeating: 0, count: 1 << 10)

    /// How many terms there are.
    var count: Int { starts.count - 1 }
    /// How many bytes they take.
    var held: Int { bytes.count + (starts.count + slots.count) * MemoryLayout<UInt32>.size }

    /// The term's number, a new one where it has none yet.
    mutating func number(of term: UnsafeRawBufferPointer) -> Int {
        var slot = place(of: term)
        if slots[slot] == 0 {
            if 2 * (count + 1) > slots.count {
                grow()
                slot = place(of: term)
            }
            bytes.append(contentsOf: term)
            starts.append(UInt32(bytes.count))
            slots[slot] = UInt32(count)
        }
        return Int(slots[slot]) - 1
    }

    /// Hands the bytes of the term with this number to `body`.
    @inline(__always)
    func withTerm<Value>(_ number: Int, _ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
        try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[Int(starts[number])..<Int(starts[number + 1])])) }
    }

    /// All numbers in the order of their terms' bytes.
    func sorted() -> [Int] {
        bytes.withUnsafeBytes { bytes in
            func term(_ number: Int) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: bytes[Int(starts[number])..<Int(starts[number + 1])])
            }
            return (0..<count).map { (number: $0, term: term($0)) }.sorted { $0.term.precedes($1.term) }.map(\.number)
        }
    }

    /// Forgets all terms and keeps the room that they took.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        starts.removeLast(count)
        for slot in slots.indices { slots[slot] = 0 }
    }

    private func place(of term: UnsafeRawBufferPointer) -> Int {
        // Seeded anew in each process, so that nobody can write texts whose words all meet.
        var hasher = Hasher()
        hasher.combine(bytes: term)
        var slot = hasher.finalize() & (slots.count - 1)
        while slots[slot] != 0, !withTerm(Int(slots[slot]) - 1, { $0.isSame(as: term) }) { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: 2 * slots.count)
        for number in 0..<count { slots[withTerm(number, place)] = UInt32(number + 1) }
    }
}
