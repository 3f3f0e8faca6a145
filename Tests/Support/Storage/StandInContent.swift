import Foundation

/// A file's content as an answer.
enum StandInContent {
    /// Sends it whole or from where the request wants it, as wrong as the faults will have it.
    static func send(
        _ content: [UInt8], _ request: StandInRequest, _ connection: StandInConnection, _ headers: [(String, String)],
        _ faults: [StandInFault], _ board: FaultBoard
    ) throws {
        var bytes = content
        if faults.contains(.corrupt), !bytes.isEmpty { bytes[bytes.count / 2] ^= 0x20 }
        for case .truncate(let count) in faults { bytes = Array(bytes.prefix(count)) }
        var headers = headers + [("Accept-Ranges", "bytes")]
        var status = 200
        if let range = request.header("Range"), !faults.contains(.ignoreRange) {
            guard range.hasPrefix("bytes="), range.hasSuffix("-"), var start = Int(range.dropFirst(6).dropLast()) else {
                board.violation("Range: \(range)")
                return try connection.respond(400)
            }
            if faults.contains(.wrongRange) { start /= 2 }
            guard start < bytes.count else {
                return try connection.respond(416, headers: [("Content-Range", "bytes */\(bytes.count)")])
            }
            headers.append(("Content-Range", "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"))
            bytes.removeFirst(start)
            status = 206
        }
        if faults.contains(.compress) {
            headers += [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
            try connection.begin(status, headers: headers, chunked: false)
            guard request.method != "HEAD" else { return }
            let packed = gzip(bytes)
            try connection.write(Array("\(String(packed.count, radix: 16))\r\n".utf8) + packed + [13, 10])
            return try connection.endChunks()
        }
        headers.append(("Content-Length", String(bytes.count)))
        try connection.begin(status, headers: headers, chunked: false)
        guard request.method != "HEAD" else { return }
        for case .cut(let after) in faults where after < bytes.count {
            try connection.write(Array(bytes.prefix(after)))
            return connection.cut()
        }
        try connection.write(bytes)
    }

    /// The gzip form (RFC 1952) with nothing made smaller: blocks that are stored (RFC 1951, 3.2.4).
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }
        for start in stride(from: 0, to: bytes.count, by: 65_535) {
            let block = bytes[start..<min(start + 65_535, bytes.count)]
            let length = UInt16(block.count)
            packed += [start + block.count == bytes.count ? 1 : 0] + little(length) + little(~length) + block
        }
        if bytes.isEmpty { packed += [1, 0, 0, 255, 255] }
        var check: UInt32 = ~0
        for byte in bytes {
            check ^= UInt32(byte)
            for _ in 0..<8 { check = check & 1 == 1 ? check >> 1 ^ 0xEDB8_8320 : check >> 1 }
        }
        return packed + little(~check) + little(UInt32(truncatingIfNeeded: bytes.count))
    }
}
