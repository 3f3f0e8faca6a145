import CDeflate
import Synchronization

/// What goes to a gateway client: texts, as they are or compressed as the client has asked for.
final class StandInWire: Sendable {
    private struct Compressor: ~Copyable, @unchecked Sendable {
        // Only ever used under the wire's lock.
        let stream: OpaquePointer

        deinit { CDeflate_destroy(stream) }
    }

    private let socket: StandInWebSocket
    private let isZstd: Bool
    let isCompressed: Bool
    private let compressor: Mutex<Compressor?>

    /// - Parameter compression: The `compress` of the address; nil sends plain text.
    /// - Returns: nil for one that does not exist.
    init?(_ socket: StandInWebSocket, compression: String?) {
        self.socket = socket
        isZstd = compression == "zstd-stream"
        isCompressed = compression != nil
        switch compression {
        case nil: compressor = Mutex(nil)
        case "zlib-stream", "zstd-stream":
            guard let stream = CDeflate_create(isZstd ? 1 : 0) else { return nil }
            compressor = Mutex(Compressor(stream: stream))
        default: return nil
        }
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        try compressor.withLock { compressor in
            guard let stream = compressor?.stream else { return try socket.send(.text, bytes) }
            var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 8 + 1024)
            let length = CDeflate_message(stream, bytes, bytes.count, &output, output.count)
            let message = Array(output.prefix(length))
            // A zlib message may come in several WebSocket messages; a Zstandard one comes whole.
            let cut = isZstd ? message.count : message.count / 2
            for part in [message[..<cut], message[cut...]] where !part.isEmpty { try socket.send(.binary, Array(part)) }
        }
    }

    /// Sends what no stream can hold.
    func sendGarbage() throws { try socket.send(.binary, Array(repeating: 0xFF, count: 40) + [0x00, 0x00, 0xFF, 0xFF]) }

    func close(_ code: UInt16) throws { try socket.close(code) }
}
