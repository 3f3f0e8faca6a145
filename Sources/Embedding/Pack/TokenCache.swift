import CVectorMath
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// What is known of the tokens that were used last, a row of bytes for each: texts share most of their words, so most rows need not be read
/// from the file. The memory is taken as rows come.
///
/// A token has eight places, all in the set of its number modulo the number of sets; of the tokens there the one that was not asked for
/// longest gives way.
final class TokenCache: Sendable {
    /// Bytes of a row.
    let length: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - capacity: How many rows are kept, a multiple of eight.
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
            VectorCopyRows(state.rows, length, places, places.count, output)
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

    /// `@unchecked Sendable`: the memory is read and written under the mutex that holds this alone.
    private struct State: ~Copyable, @unchecked Sendable {
        static let ways = 8

        private let sets: Int
        private let length: Int
        /// For each set its tokens, the greatest number, which no token has, where there is none; then when each was last asked for, in calls
        /// of `begin`: together a line of the processor's cache.
        private let known: UnsafeMutablePointer<UInt32>
        /// The rows: zero until they are written, and without memory until then, for the system has one page of zeros for all of them.
        let rows: UnsafeMutablePointer<UInt8>
        private var now: UInt32 = 0

        init(sets: Int, length: Int) {
            self.sets = sets
            self.length = length
            let (count, line) = (2 * Self.ways * sets, 2 * Self.ways * MemoryLayout<UInt32>.size)
            known = UnsafeMutableRawPointer.allocate(byteCount: sets * line, alignment: line).bindMemory(to: UInt32.self, capacity: count)
            known.initialize(repeating: .max, count: count)
            // As where Swift's own lists find no memory: nothing that could be done about it would need less.
            guard let memory = calloc(sets * Self.ways, length) else { fatalError("there is no memory for \(sets * Self.ways) rows") }
            rows = memory.assumingMemoryBound(to: UInt8.self)
        }

        deinit {
            known.deallocate()
            free(rows)
        }

        mutating func begin() { now &+= 1 }

        /// The place that holds the token's row; nil where none does.
        mutating func place(of token: UInt32) -> Int? {
            guard token != .max else { return nil }
            let set = Int(token % UInt32(sets))
            let tokens = known + 2 * Self.ways * set
            // At most one of them; all are looked at, since which one it is is as good as chance to the processor.
            var way = 0
            for other in 0..<Self.ways where tokens[other] == token { way |= other + 1 }
            guard way > 0 else { return nil }
            tokens[Self.ways + way - 1] = now
            return set * Self.ways + way - 1
        }

        /// Gives the row the place of the one in its set that was asked for longest ago.
        mutating func keep(_ row: UnsafeBufferPointer<UInt8>, of token: UInt32) {
            let set = Int(token % UInt32(sets))
            let tokens = known + 2 * Self.ways * set
            let way = (0..<Self.ways).max { now &- tokens[Self.ways + $0] < now &- tokens[Self.ways + $1] } ?? 0
            tokens[way] = token
            tokens[Self.ways + way] = now
            if let row = row.baseAddress { (rows + (set * Self.ways + way) * length).update(from: row, count: length) }
        }
    }
}
