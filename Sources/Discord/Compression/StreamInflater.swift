import CInflate

/// The one owner of a stream that is inflated piece by piece.
struct StreamInflater: ~Copyable {
    /// Why there is no going on with a stream.
    enum Failure: Error, Equatable {
        case damaged
        case tooLarge(limit: Int)
        case noMemory
    }

    private let stream: OpaquePointer

    /// - Throws: `Failure.noMemory`.
    init(_ format: CInflate_format) throws(Failure) {
        guard let stream = CInflate_create(format) else { throw .noMemory }
        self.stream = stream
    }

    deinit {
        CInflate_destroy(stream)
    }

    /// Inflates all of `bytes`, and appends what comes out to `output`, which may become no longer than `limit`.
    mutating func inflate(_ bytes: [UInt8], into output: inout [UInt8], limit: Int) throws(Failure) {
        var consumed = 0
        var buffer = [UInt8](repeating: 0, count: Self.pieceSize)
        while true {
            let step = bytes.withUnsafeBufferPointer { input in
                buffer.withUnsafeMutableBufferPointer { piece in
                    CInflate_inflate(stream, input.baseAddress.map { $0 + consumed }, input.count - consumed, piece.baseAddress, piece.count)
                }
            }
            consumed += step.consumed
            guard output.count + step.produced <= limit else { throw .tooLarge(limit: limit) }
            output += buffer.prefix(step.produced)
            switch step.status {
            case CInflate_going: break
            case CInflate_no_memory: throw .noMemory
            // The gateway's stream lasts as long as its connection, so its end is no more expected than damage.
            case _: throw .damaged
            }
            // While the piece is filled there may be more, even when all input is used.
            if consumed == bytes.count && step.produced < Self.pieceSize { return }
            // Nothing done with input left: a state that no sound stream leads to.
            if step.consumed == 0 && step.produced == 0 { throw .damaged }
        }
    }

    private static let pieceSize = 32 << 10
}
