import CVectorMath
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// What is known of the tokens that were used last, a row of bytes for each: texts share most of their words, so most rows need not be read
/// from the file. The memory is taken as rows come.
///
/// A token has four places, all in the set of its number modulo the number of sets; of the tokens there the one that was not asked for
/// longest gives way.
final class TokenCache: Sendable {
    /// Bytes of a row.
    let length: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - capacity: How many rows are kept, a multiple of four.
    ///   - length: Bytes of a row.
    init(capacity: Int, length: Int) {
        self.length = length
        state = Mutex(State(sets: capacity / State.ways, length: length))
    }

    /// Writes the tokens' rows one after another to `output`.
    /// - Parameter load: Writes the row of a token that is not here; for one token always the same.
    /// - Throws: What `load` throws.
    func read(
        _ tokens: ArraySlice<UInt32>, into output: UnsafeMutablePointer<UInt8>,
        else load: (UInt32, UnsafeMutableRawBufferPointer) throws -> Void
    ) throws {
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
        // Loaded without the lock, so that others find their rows meanwhile.
        for index in missing {
            try load(tokens[tokens.startIndex + index], UnsafeMutableRawBufferPointer(start: output + index * length, count: length))
        }
        state.withLock { state in
            for index in missing {
                let token = tokens[tokens.startIndex + index]
                guard token != .max, state.place(of: token) == nil else { continue }
                state.keep(UnsafeBufferPointer(start: output + index * length, count: length), of: token)
            }
        }
    }

    private struct State {
        static let ways = 4
        private let sets: Int
        private let length: Int
        /// The tokens whose rows are here, `ways` for each set; the greatest number, which no token has, where there is none.
        private var tokens: [UInt32]
        /// When each was last asked for, in calls of `begin`.
        private var used: [UInt32]
        /// The rows.
        let rows: ZeroedMemory
        private var now: UInt32 = 0

        init(sets: Int, length: Int) {
            self.sets = sets
            self.length = length
            tokens = [UInt32](repeating: .max, count: sets * Self.ways)
            used = [UInt32](repeating: 0, count: sets * Self.ways)
            rows = ZeroedMemory(count: sets * Self.ways * length)
        }

        mutating func begin() { now &+= 1 }

        /// The place that holds the token's row; nil where none does.
        mutating func place(of token: UInt32) -> Int? {
            for place in places(of: token) where tokens[place] == token && token != .max {
                used[place] = now
                return place
            }
            return nil
        }

        /// Gives the row the place of the one in its set that was asked for longest ago.
        mutating func keep(_ row: UnsafeBufferPointer<UInt8>, of token: UInt32) {
            let set = places(of: token)
            let place = set.max { now &- used[$0] < now &- used[$1] } ?? set.lowerBound
            tokens[place] = token
            used[place] = now
            if let row = row.baseAddress { (rows.start + place * length).update(from: row, count: length) }
        }

        /// The places of a token's set.
        private func places(of token: UInt32) -> Range<Int> {
            let first = Int(token) % sets * Self.ways
            return first..<first + Self.ways
        }
    }
}

/// Bytes that are zero until they are written, and take no memory until then: the system has one page of zeros for all of them.
private final class ZeroedMemory: Sendable {
    /// The pointer never changes; what it points to is read and written under `TokenCache.state`'s mutex alone, which holds the one owner.
    nonisolated(unsafe) let start: UnsafeMutablePointer<UInt8>

    init(count: Int) {
        // As where Swift's own lists find no memory: nothing that could be done about it would need less.
        guard let memory = calloc(count, 1) else { fatalError("there is no memory for \(count) bytes") }
        start = memory.assumingMemoryBound(to: UInt8.self)
    }

    deinit { free(start) }
}
