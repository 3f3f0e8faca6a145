import Foundation
import Synchronization

extension StandInHub {
    /// One request to the host that holds large files: signed addresses only, and no token of anybody's.
    func serveStorage(_ request: StandInRequest, _ connection: StandInConnection) throws {
        note(request, .storage)
        if request.header("Authorization") != nil {
            violation("a token was sent to another host")
            return try answer(request, connection, 400, text: "Only one auth mechanism allowed")
        }
        let signed = state.withLock { state in request.query["Signature"].flatMap { state.signatures[$0] } }
        guard let signed, request.path == "/\(signed.hash)", request.method == "GET" else {
            return try answer(request, connection, 403, text: "Request has expired")
        }
        let faults = spring(.storage, signed.path)
        for case .delay(let time) in faults { usleep(UInt32(time / .microseconds(1))) }
        for case .status(let status, let headers) in faults {
            return try answer(request, connection, status, headers.map { ($0, $1) })
        }
        let file = state.withLock { state in
            state.repository.commits.values.lazy.flatMap(\.files.values).first { $0.isLarge && $0.sha256 == signed.hash }
        }
        guard let file else { return try answer(request, connection, 404) }
        // The storage's own tag is of something else than the content.
        try send(file, request, connection, [("ETag", "\"0123456789abcdef-1\"")], faults)
    }

    /// A file's content, whole or from where the request wants it.
    func send(
        _ file: StandInRepository.File, _ request: StandInRequest, _ connection: StandInConnection, _ headers: [(String, String)],
        _ faults: [StandInHubFault]
    ) throws {
        var bytes = file.bytes
        if faults.contains(.corrupt), !bytes.isEmpty { bytes[bytes.count / 2] ^= 0x20 }
        var headers = headers + [("Accept-Ranges", "bytes")]
        var status = 200
        if let range = request.header("Range"), !faults.contains(.ignoreRange) {
            guard range.hasPrefix("bytes="), range.hasSuffix("-"), let start = Int(range.dropFirst(6).dropLast()) else {
                violation("Range: \(range)")
                return try answer(request, connection, 400)
            }
            guard start < bytes.count else {
                return try answer(request, connection, 416, [("Content-Range", "bytes */\(bytes.count)")])
            }
            headers.append(("Content-Range", "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"))
            bytes.removeFirst(start)
            status = 206
        }
        for case .cut(let after) in faults where request.method == "GET" && after < bytes.count {
            try connection.begin(status, headers: headers + [("Content-Length", String(bytes.count))], chunked: false)
            try connection.write(Array(bytes.prefix(after)))
            return connection.cut()
        }
        try answer(request, connection, status, headers, body: bytes)
    }

    /// Sends an answer with what the Hub puts on every one; to HEAD without its body.
    func answer(
        _ request: StandInRequest, _ connection: StandInConnection, _ status: Int, _ headers: [(String, String)] = [], body: [UInt8] = []
    ) throws {
        let all =
            headers + [
                ("X-Request-Id", "Root=1-stand-in"), ("RateLimit-Policy", "\"fixed window\";\"resolvers\";q=5000;w=300"),
                ("Content-Length", String(body.count)),
            ] + (headers.contains { $0.0 == "RateLimit" } ? [] : [("RateLimit", "\"resolvers\";r=4999;t=120")])
        try connection.begin(status, headers: all, chunked: false)
        if request.method != "HEAD" { try connection.write(body) }
    }

    /// The same with text.
    func answer(_ request: StandInRequest, _ connection: StandInConnection, _ status: Int, _ headers: [(String, String)] = [], text: String) throws {
        try answer(request, connection, status, headers, body: Array(text.utf8))
    }
}
