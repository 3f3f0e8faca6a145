/// The body of an answer, in the pieces in which it arrives. To be read once, by one reader; when the reader lags, the sender is held up.
package struct HTTPBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    private let next: @Sendable () async throws -> [UInt8]?

    /// - Parameter next: Gives the next piece, nil at the end; throws `TransportError` when the transfer breaks off.
    package init(next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.next = next
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let nextPiece: @Sendable () async throws -> [UInt8]?

        package mutating func next() async throws -> [UInt8]? {
            try await nextPiece()
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(nextPiece: next)
    }

    /// The whole body.
    /// - Throws: `TransportError.tooLarge` as soon as more than `limit` bytes have come.
    package func collect(upTo limit: Int) async throws -> [UInt8] {
        var whole: [UInt8] = []
        for try await piece in self {
            guard whole.count + piece.count <= limit else { throw TransportError.tooLarge(limit: limit) }
            whole += piece
        }
        return whole
    }
}
