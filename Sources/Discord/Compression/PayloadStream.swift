import CInflate

/// Puts the texts of one connection's payloads together from its binary messages. It remembers the connection's past, so each connection
/// has its own, a resumed one too.
struct PayloadStream: ~Copyable {
    /// The largest payload that is accepted, in bytes. A large server's GUILD_CREATE has some megabytes; a few bytes can inflate to gigabytes.
    static let maximumSize = 32 << 20
    /// How zlib ends a piece that it flushes.
    private static let flushed: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]

    private let compression: GatewayCompression
    private let limit: Int
    private var inflater: StreamInflater?
    /// What has come out of the payload that is not complete.
    private var pending: [UInt8] = []
    /// The last four bytes that went in.
    private var tail: [UInt8] = []

    /// - Throws: `StreamInflater.Failure.noMemory`.
    init(_ compression: GatewayCompression, limit: Int = PayloadStream.maximumSize) throws(StreamInflater.Failure) {
        self.compression = compression
        self.limit = limit
        switch compression {
        case .none: inflater = nil
        case .zlib: inflater = try StreamInflater(CInflate_zlib)
        case .zstd: inflater = try StreamInflater(CInflate_zstd)
        }
    }

    /// Takes one binary message.
    /// - Returns: The payload that it completes, if it does. Without compression binary messages mean nothing.
    /// - Throws: When the stream cannot be read any further; the connection is then of no use.
    mutating func take(_ bytes: [UInt8]) throws(StreamInflater.Failure) -> String? {
        guard !bytes.isEmpty else { return nil }
        switch compression {
        case .none: return nil
        case .zlib:
            tail = Array((tail + bytes.suffix(4)).suffix(4))
            try inflater?.inflate(bytes, into: &pending, limit: limit)
            guard tail == Self.flushed else { return nil }
        case .zstd:
            try inflater?.inflate(bytes, into: &pending, limit: limit)
        }
        defer { pending = [] }
        guard !pending.isEmpty else { return nil }
        guard let text = String(validating: pending, as: UTF8.self) else { throw .damaged }
        return text
    }
}
