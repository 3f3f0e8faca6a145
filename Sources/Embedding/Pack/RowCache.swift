import CVectorMath
import Synchronization

/// The token table's rows that were used last, as they stand in the file: texts share many of their words, so most rows need no system
/// call. 6.5 MB, taken at first use.
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
            VectorCopyRows(state.rows, length, places, places.count, output)
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
        private var sets: [Set] = []
        /// The rows, `ways` for each set.
        private(set) var rows: [UInt8] = []
        private var now: UInt32 = 0

        private struct Set {
            /// The tokens whose rows are here; the greatest number, which no token has, where there is none.
            var tokens = SIMD4<UInt32>(repeating: .max)
            /// When each was last asked for, in calls of `begin`.
            var used = SIMD4<UInt32>(repeating: 0)
        }

        /// Takes the memory the first time, and counts.
        mutating func begin() {
            if sets.isEmpty {
                sets = [Set](repeating: Set(), count: Self.count)
                rows = [UInt8](repeating: 0, count: Self.count * Self.ways * TokenRow.length)
            }
            now &+= 1
        }

        /// The place that holds the token's row; nil where none does.
        mutating func place(of token: UInt32) -> Int? {
            let set = Int(token) % Self.count
            let isHere = sets[set].tokens .== token
            guard any(isHere), token != .max else { return nil }
            for way in 0..<Self.ways where isHere[way] {
                sets[set].used[way] = now
                return set * Self.ways + way
            }
            return nil
        }

        /// Gives the row the place of the one in its set that was asked for longest ago.
        mutating func keep(_ row: UnsafeBufferPointer<UInt8>, of token: UInt32) {
            let set = Int(token) % Self.count
            let ages = now &- sets[set].used
            var way = 0
            for other in 1..<Self.ways where ages[other] > ages[way] { way = other }
            sets[set].tokens[way] = token
            sets[set].used[way] = now
            let start = (set * Self.ways + way) * TokenRow.length
            rows.withUnsafeMutableBufferPointer { rows in
                _ = UnsafeMutableBufferPointer(rebasing: rows[start..<(start + row.count)]).update(from: row)
            }
        }
    }
}
