import CVectorMath
import Synchronization

/// The token table's rows that late interaction used last, as they stand in the file: passages share many of their words, so most rows
/// need no system call. 4 MB, taken at first use.
///
/// Each token has one place (its number modulo the number of places), and the later one stays there.
final class RowCache: Sendable {
    private static let places = 8192
    private let table: TokenTable
    private let state = Mutex(State())

    private struct State {
        /// The token whose row a place holds; `.max` for none.
        var tokens: [UInt32] = []
        var rows: [UInt8] = []
    }

    init(table: TokenTable) {
        self.table = table
    }

    /// Writes the tokens' vectors less `minus` one after another to `output`, and returns for each what makes its length 1.
    ///
    /// Tokens that the table has no row for, and those that cannot be read any more, become zeros.
    func read(
        _ tokens: ArraySlice<UInt32>, minus: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, with kernels: Kernels
    ) -> [Float] {
        let size = Shape.dimension
        // One lock for the whole run: with all rows here it is held for some microseconds.
        state.withLock { state in
            if state.tokens.isEmpty {
                state.tokens = [UInt32](repeating: .max, count: Self.places)
                state.rows = [UInt8](repeating: 0, count: Self.places * size)
            }
            for (index, token) in tokens.enumerated() {
                let row = output + index * size
                guard Int(token) < table.rows, (try? load(token, into: &state)) != nil else {
                    row.initialize(repeating: 0, count: size)
                    continue
                }
                let place = Int(token) % Self.places
                state.rows.withUnsafeBufferPointer { rows in
                    guard let start = rows.baseAddress else { return }
                    table.dequantise(token, start + place * size, minus: minus, into: row, with: kernels)
                }
            }
        }
        return tokens.indices.map { index in
            let row = output + (index - tokens.startIndex) * size
            let square = kernels.call.dot(row, row, size)
            return square > 0 ? 1 / square.squareRoot() : 0
        }
    }

    private func load(_ token: UInt32, into state: inout State) throws {
        let place = Int(token) % Self.places
        guard state.tokens[place] != token else { return }
        state.tokens[place] = .max
        try state.rows.withUnsafeMutableBytes { rows in
            try table.readBytes(
                token, into: UnsafeMutableRawBufferPointer(rebasing: rows[(place * Shape.dimension)..<((place + 1) * Shape.dimension)]))
        }
        state.tokens[place] = token
    }
}
