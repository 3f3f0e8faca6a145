import CVectorMath
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The token table's rows that were used last, as they stand in the file: texts share many of their words, so most rows need no system
/// call. 6.5 MB at most, taken as rows come.
///
/// A token has four places, all in the set of its number modulo the number of sets; of the tokens there the one that was not asked for
/// longest gives way. With 20,000 different words in use, one row in nine is read from the file.
final class RowCache: Sendable {
    let table: TokenTable
    private let state = Mutex(State())

    init(table: TokenTable) {
        self.table = table
    }

    /// Writes the tokens' rows one after another to `output`, `TokenRow.length` bytes each; zeros for a token that the table has no row for.
    /// - Throws: `Problem` when the table can no longer be read.
    func read(_ tokens: ArraySlice<UInt32>, into output: UnsafeMutablePointer<UInt8>) throws {
        let length = TokenRow.length
        var missing: [Int] = []
        var places = [UInt32](repeating: 0, count: tokens.count)
        state.withLock { state in
            state.begin()
            for (index, token) in tokens.enumerated() {
                if let place = state.place(of: token) { places[index] = UInt32(place) } else { missing.append(index) }
            }
            // What is missing is overwritten below; copying the first row in its stead spares a second list.
            VectorCopyRows(state.rows.start, length, places, places.count, output)
        }
        guard !missing.isEmpty else { return }
        // Read without the lock, so that others find their rows meanwhile.
        for index in missing {
            let token = tokens[tokens.startIndex + index]
            let row = UnsafeMutableRawBufferPointer(start: output + index * length, count: length)
            if Int(token) < table.rows { try table.read(token, into: row) } else { row.initializeMemory(as: UInt8.self, repeating: 0) }
        }
        state.withLock { state in
            for index in missing {
                let token = tokens[tokens.startIndex + index]
                guard Int(token) < table.rows, state.place(of: token) == nil else { continue }
                state.keep(UnsafeBufferPointer(start: output + index * length, count: length), of: token)
            }
        }
    }

    private struct State {
        private static let ways = 4
        private static let count = 4096
        /// The tokens whose rows are here, `ways` for each set; the greatest number, which no token has, where there is none.
        private var tokens = [UInt32](repeating: .max, count: State.count * State.ways)
        /// When each was last asked for, in calls of `begin`.
        private var used = [UInt32](repeating: 0, count: State.count * State.ways)
        /// The rows.
        let rows = ZeroedMemory(count: State.count * State.ways * TokenRow.length)
        private var now: UInt32 = 0

        mutating func begin() { now &+= 1 }

        /// The place that holds the token's row; nil where none does.
        mutating func place(of token: UInt32) -> Int? {
            for place in Self.places(of: token) where tokens[place] == token && token != .max {
                used[place] = now
                return place
            }
            return nil
        }

        /// Gives the row the place of the one in its set that was asked for longest ago.
        mutating func keep(_ row: UnsafeBufferPointer<UInt8>, of token: UInt32) {
            let set = Self.places(of: token)
            let place = set.max { now &- used[$0] < now &- used[$1] } ?? set.lowerBound
            tokens[place] = token
            used[place] = now
            if let row = row.baseAddress { (rows.start + place * TokenRow.length).update(from: row, count: TokenRow.length) }
        }

        /// The places of a token's set.
        private static func places(of token: UInt32) -> Range<Int> {
            let first = Int(token) % count * ways
            return first..<first + ways
        }
    }
}

/// Bytes that are zero until they are written, and take no memory until then: the system has one page of zeros for all of them.
private final class ZeroedMemory: Sendable {
    /// The pointer never changes; what it points to is read and written under `RowCache.state`'s mutex alone, which holds the one owner.
    nonisolated(unsafe) let start: UnsafeMutablePointer<UInt8>

    init(count: Int) {
        // As where Swift's own lists find no memory: nothing that could be done about it would need less.
        guard let memory = calloc(count, 1) else { fatalError("there is no memory for \(count) bytes") }
        start = memory.assumingMemoryBound(to: UInt8.self)
    }

    deinit { free(start) }
}
