import Foundation
import Synchronization

/// The server's side of a WebSocket connection (RFC 6455), frame by frame, so that a stand-in can also break the rules.
package final class StandInWebSocket: Sendable {
    /// A frame from the client, unmasked.
    package struct Frame: Sendable, Equatable {
        package enum Opcode: UInt8, Sendable {
            case continuation = 0
            case text = 1
            case binary = 2
            case close = 8
            case ping = 9
            case pong = 10
        }

        package var opcode: Opcode
        package var isFinal: Bool
        package var payload: [UInt8]

        /// The code of a close frame.
        package var closeCode: UInt16? {
            opcode == .close && payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : nil
        }
    }

    private let connection: StandInConnection
    private let sending = Mutex(())

    /// Answers the upgrade that `request` asks for.
    /// - Throws: `StandInFailure.malformed` when it is not a proper one; nothing has been answered then.
    package init(upgrading request: StandInRequest, on connection: StandInConnection) throws {
        guard request.method == "GET", request.header("Upgrade")?.lowercased() == "websocket",
            request.header("Connection")?.lowercased().contains("upgrade") == true,
            request.header("Sec-WebSocket-Version") == "13", let key = request.header("Sec-WebSocket-Key")
        else { throw StandInFailure.malformed("WebSocket upgrade") }
        self.connection = connection
        let accept = Data(SHA1.digest(Array("\(key)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))).base64EncodedString()
        try connection.write(
            Array(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n\r\n"
                    .utf8))
    }

    /// The next frame.
    /// - Throws: `StandInFailure.malformed` for an unmasked or otherwise forbidden one, `.ended` at the end of the connection.
    package func receive() throws -> Frame {
        let start = try connection.read(2)
        guard start[0] & 0x70 == 0, let opcode = Frame.Opcode(rawValue: start[0] & 0x0F) else {
            throw StandInFailure.malformed("frame head")
        }
        guard start[1] & 0x80 != 0 else { throw StandInFailure.malformed("a client's frame must be masked") }
        var length = Int(start[1] & 0x7F)
        if length == 126 { length = try connection.read(2).reduce(0) { $0 << 8 | Int($1) } }
        if length == 127 { length = try connection.read(8).reduce(0) { $0 << 8 | Int($1) } }
        let mask = try connection.read(4)
        var payload = try connection.read(length)
        for index in payload.indices { payload[index] ^= mask[index % 4] }
        return Frame(opcode: opcode, isFinal: start[0] & 0x80 != 0, payload: payload)
    }

    /// The next whole text message; pings are answered on the way. Nil when the client closes, after answering its close frame.
    package func receiveText() throws -> String? {
        var text: [UInt8] = []
        while true {
            let frame = try receive()
            switch frame.opcode {
            case .text, .continuation, .binary:
                text += frame.payload
                if frame.isFinal { return String(decoding: text, as: UTF8.self) }
            case .ping: try send(.pong, frame.payload)
            case .pong: break
            case .close:
                try send(.close, frame.payload)
                return nil
            }
        }
    }

    /// Sends one frame; also one that the protocol forbids.
    package func send(_ opcode: Frame.Opcode, _ payload: [UInt8], isFinal: Bool = true) throws {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | opcode.rawValue]
        switch payload.count {
        case ..<126: bytes.append(UInt8(payload.count))
        case ..<65_536: bytes += [126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: bytes += [127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: payload.count >> ($0 * 8)) }
        }
        let frame = bytes + payload
        try sending.withLock { _ in try connection.write(frame) }
    }

    /// Sends a text message in one frame.
    package func send(_ text: String) throws {
        try send(.text, Array(text.utf8))
    }

    /// Sends a close frame.
    package func close(_ code: UInt16, reason: String = "") throws {
        try send(.close, [UInt8(code >> 8), UInt8(code & 0xFF)] + Array(reason.utf8))
    }
}

/// SHA-1 as RFC 3174 gives it, which the WebSocket handshake and git's blob names need; not for anything secret.
package enum SHA1 {
    package static func digest(_ message: [UInt8]) -> [UInt8] {
        var padded = message + [0x80]
        padded += [UInt8](repeating: 0, count: (120 - padded.count % 64) % 64)
        padded += (0..<8).reversed().map { UInt8(truncatingIfNeeded: (message.count * 8) >> ($0 * 8)) }
        var hash: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        for block in stride(from: 0, to: padded.count, by: 64) {
            var words = (0..<16).map { word in (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(padded[block + word * 4 + $1]) } }
            for index in 16..<80 { words.append(rotate(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1)) }
            var (a, b, c, d, e) = (hash[0], hash[1], hash[2], hash[3], hash[4])
            for index in 0..<80 {
                let (mix, constant): (UInt32, UInt32) =
                    switch index {
                    case ..<20: (b & c | ~b & d, 0x5A82_7999)
                    case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                    case ..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
                    default: (b ^ c ^ d, 0xCA62_C1D6)
                    }
                (a, b, c, d, e) = (rotate(a, 5) &+ mix &+ e &+ constant &+ words[index], a, rotate(b, 30), c, d)
            }
            for (index, value) in [a, b, c, d, e].enumerated() { hash[index] &+= value }
        }
        return hash.flatMap { word in (0..<4).reversed().map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
    }

    private static func rotate(_ value: UInt32, _ bits: UInt32) -> UInt32 { value << bits | value >> (32 - bits) }
}
