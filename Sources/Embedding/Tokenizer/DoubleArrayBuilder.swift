import Base

/// Builds the units of a `DoubleArray` from sorted keys, once, when a pack is made.
struct DoubleArrayBuilder {
    /// A unit that no byte leads to: it looks like a value.
    private static let vacant: UInt32 = 0x8000_00ff
    /// Offsets of more bits would need the factor of 256, which a vocabulary of this size does without.
    private static let mostUnits = 1 << 21

    private var units: [UInt32] = []
    private var used: [Bool] = []
    /// Bases that a node has. No two nodes share one: the units tell a child's byte, not whose child it is.
    private var bases: [Bool] = []
    /// No unit before this block of 256 is looked at again: those blocks are nearly full.
    private var firstOpenBlock = 0

    /// - Parameter keys: Distinct keys in the order of their bytes, none empty and none with a byte 0, each with a value below 2^31.
    /// - Throws: `Problem` when the keys break that, or need more than two million units.
    static func units(for keys: [(key: [UInt8], value: UInt32)]) throws -> [UInt32] {
        for (index, entry) in keys.enumerated() {
            guard !entry.key.isEmpty, !entry.key.contains(0), entry.value < 1 << 31,
                index == 0 || keys[index - 1].key.lexicographicallyPrecedes(entry.key)
            else { throw problem("its pieces are not distinct texts") }
        }
        var builder = DoubleArrayBuilder()
        builder.grow()
        builder.used[0] = true
        builder.units[0] = 0
        // With base 0 a node would find the root as its child by byte 0.
        builder.bases[0] = true
        try builder.place(keys[...], depth: 0, node: 0)
        return builder.units
    }

    /// Gives the node its children: all keys in `keys` share their first `depth` bytes.
    private mutating func place(_ keys: ArraySlice<(key: [UInt8], value: UInt32)>, depth: Int, node: Int) throws {
        var groups: [(byte: UInt8, keys: ArraySlice<(key: [UInt8], value: UInt32)>)] = []
        var start = keys.startIndex
        while start < keys.endIndex {
            let byte = keys[start].key.count == depth ? 0 : keys[start].key[depth]
            let end = keys[start...].firstIndex { ($0.key.count == depth ? 0 : $0.key[depth]) != byte } ?? keys.endIndex
            groups.append((byte, keys[start..<end]))
            start = end
        }
        guard !groups.isEmpty else { return }
        let base = try freeBase(for: groups.map(\.byte))
        units[node] |= UInt32(node ^ base) << 10 | (groups[0].byte == 0 ? 0x100 : 0)
        bases[base] = true
        for group in groups { used[base ^ Int(group.byte)] = true }
        for group in groups {
            let child = base ^ Int(group.byte)
            if group.byte == 0, let leaf = group.keys.first {
                units[child] = 0x8000_0000 | leaf.value
            } else {
                units[child] = UInt32(group.byte)
                try place(group.keys, depth: depth + 1, node: child)
            }
        }
    }

    /// A place where all children find their units free.
    private mutating func freeBase(for bytes: [UInt8]) throws -> Int {
        var block = firstOpenBlock
        while true {
            if block * 256 == units.count { grow() }
            guard units.count <= Self.mostUnits else { throw Self.problem("it has too many pieces") }
            for base in (block * 256)..<(block * 256 + 256) where !bases[base] && bytes.allSatisfy({ !used[base ^ Int($0)] }) { return base }
            // Blocks that refuse a single child are full; those that refuse several are left behind once sixteen more are open.
            if bytes.count == 1 || block > firstOpenBlock + 16 { firstOpenBlock = max(firstOpenBlock, block - 15) }
            block += 1
        }
    }

    private mutating func grow() {
        units += [UInt32](repeating: Self.vacant, count: 256)
        used += [Bool](repeating: false, count: 256)
        bases += [Bool](repeating: false, count: 256)
    }

    private static func problem(_ reason: String) -> Problem {
        Problem(
            what: "the vocabulary cannot be packed", location: "sp.model", reason: reason,
            remedy: "Fetch the weights again with `scripts/fetch-model`.")
    }
}
