import CDeflate
import TestSupport
import Testing

import Base
@testable import Discord

/// The gateway's compressed streams, taken apart at every place.
struct PayloadStreamTests {
    static let texts = [
        #"{"op":10,"d":{"heartbeat_interval":41250}}"#, #"{"op":0,"t":"MESSAGE_CREATE","d":{"content":"größer"}}"#,
        #"{"op":0,"t":"MESSAGE_CREATE","d":{"content":"again"}}"#,
    ]

    /// The texts as Python's zlib writes them, flushed after each.
    static let stream = """
        789caa56ca2f50b23234d0514a51b2aa56ca484d2c2a494a4d2c89cfcc2b492d2a4bcc51b23231343235a8ad05000000ffffaa06ab042a2c51b252f2
        750d0e7674778d770e72750c715582ea4ece076aca03c9a7171dde76787e6a91526d2d000000ffff22495f627a62661e5013000000ffff
        """.filter(\.isHexDigit).bytes

    /// The messages as one stream, each flushed.
    static func compress(_ messages: [[UInt8]], _ compression: GatewayCompression) throws -> [[UInt8]] {
        let stream = try #require(CDeflate_create(compression == .zstd ? 1 : 0))
        defer { CDeflate_destroy(stream) }
        return messages.map { bytes in
            var output = [UInt8](repeating: 0, count: bytes.count + 1024)
            let length = CDeflate_message(stream, bytes, bytes.count, &output, output.count)
            return Array(output.prefix(length))
        }
    }

    static func compress(_ texts: [String], _ compression: GatewayCompression) throws -> [[UInt8]] {
        try compress(texts.map { Array($0.utf8) }, compression)
    }

    /// What comes out of WebSocket messages.
    static func read(
        _ pieces: [[UInt8]], _ compression: GatewayCompression = .zlib, limit: Int = PayloadStream.maximumSize
    ) throws(StreamInflater.Failure) -> [String] {
        var stream = try PayloadStream(compression, limit: limit)
        var texts: [String] = []
        for piece in pieces {
            if let text = try stream.take(piece) { texts.append(text) }
        }
        return texts
    }

    @Test func `a zlib stream cut at every byte gives the same payloads`() throws {
        let whole = Self.stream
        #expect(try Self.read(whole.map { [$0] }) == Self.texts)
        let ends = whole.indices.filter { whole[..<$0].suffix(4).elementsEqual([0, 0, 0xFF, 0xFF]) } + [whole.count]
        let messages = zip([0] + ends, ends).map { Array(whole[$0..<$1]) }
        #expect(try Self.read(messages) == Self.texts)
        for first in whole.indices {
            for second in first..<whole.count {
                let pieces = [whole[..<first], whole[first..<second], whole[second...]].map(Array.init)
                // Pieces that end elsewhere than the payloads give them together: Discord never sends such.
                #expect(try Self.read(pieces).joined() == Self.texts.joined())
            }
        }
    }

    @Test(arguments: [GatewayCompression.zlib, .zstd])
    func `payloads refer to those before them, and a connection's stream begins anew`(compression: GatewayCompression) throws {
        let texts = (0..<50).map { #"{"op":0,"s":\#($0),"d":"\#(String(repeating: "the same again ", count: 20))"}"# }
        let messages = try Self.compress(texts, compression)
        #expect(try Self.read(messages, compression) == texts)
        #expect(messages.last.map { $0.count < texts[0].utf8.count / 4 } == true)
        // Without what came before it nothing can be made of the second.
        #expect((try? Self.read(Array(messages[1...]), compression)) != Array(texts[1...]))
        var stream = try PayloadStream(compression)
        _ = try stream.take(messages[0])
        _ = try stream.take(messages[1])
        #expect(throws: StreamInflater.Failure.self) { try Self.takeAll(messages, &stream) }
    }

    static func takeAll(_ messages: [[UInt8]], _ stream: inout PayloadStream) throws(StreamInflater.Failure) {
        for message in messages { _ = try stream.take(message) }
    }

    @Test(arguments: [GatewayCompression.zlib, .zstd])
    func `a large payload comes whole, and one over the bound not at all`(compression: GatewayCompression) throws {
        let large = String(repeating: "ñ0123456789abcdef", count: 300_000)
        let messages = try Self.compress([large, "{}"], compression)
        #expect(messages[0].count < 100_000)
        #expect(try Self.read(messages, compression) == [large, "{}"])
        #expect(throws: StreamInflater.Failure.tooLarge(limit: 1 << 20)) { try Self.read(messages, compression, limit: 1 << 20) }
        // The bound is that of one payload.
        let many = try Self.compress(Array(repeating: String(repeating: "x", count: 900), count: 20), compression)
        #expect(try Self.read(many, compression, limit: 1000).count == 20)
    }

    @Test(arguments: [GatewayCompression.zlib, .zstd])
    func `a damaged stream fails or gives something else, and never traps`(compression: GatewayCompression) throws {
        let messages = try Self.compress(Self.texts, compression)
        var random = SplitMix(seed: 7)
        for _ in 0..<2_000 {
            var damaged = messages
            let index = Int.random(in: damaged.indices, using: &random)
            damaged[index][Int.random(in: damaged[index].indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            _ = try? Self.read(damaged, compression)
        }
        #expect(throws: StreamInflater.Failure.damaged) { try Self.read([[0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]], compression) }
    }

    @Test func `a stream that ends is damaged, and so is a payload that is no text`() throws {
        // Python's zlib.compress(b'{"op":11}'): a whole stream with its end.
        let ended = "789cab56ca2f50b23234ac05000e1902b8".bytes
        #expect(throws: StreamInflater.Failure.damaged) { try Self.read([ended]) }
        let noText = try Self.compress([[0x22, 0xC3, 0x28, 0x22]], .zlib)
        #expect(throws: StreamInflater.Failure.damaged) { try Self.read(noText) }
    }

    @Test func `nothing and a flush alone are no payload, and without compression no binary message is`() throws {
        #expect(try Self.read([[], [0x78, 0x9C], [0x00, 0x00, 0x00, 0xFF, 0xFF]]) == [])
        #expect(try Self.read([Self.stream], .none) == [])
    }
}

extension String {
    /// From hexadecimal digits.
    fileprivate var bytes: [UInt8] {
        let digits = compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
