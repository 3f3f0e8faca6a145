import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// One connection of a stand-in server. Reading is for its own thread; writing and cutting may come from any.
package final class StandInConnection: Sendable {
    /// Tells it from every other.
    let id = UUID()
    private let socket: Int32
    private let state = Mutex(State())

    private struct State {
        var buffer: [UInt8] = []
        var isFinished = false
        var isClosed = false
    }

    init(socket: Int32) {
        self.socket = socket
        var yes: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Whether no further request is served on it.
    var isFinished: Bool { state.withLock { $0.isFinished } }

    // MARK: Answering

    /// Sends a whole answer with its length and keeps the connection for the next request.
    package func respond(_ status: Int, headers: [(String, String)] = [], body: [UInt8] = []) throws {
        try write(head(status, headers + [("Content-Length", String(body.count))]) + body)
    }

    /// Sends a whole answer with a text body.
    package func respond(_ status: Int, headers: [(String, String)] = [], text: String, type: String = "application/json") throws {
        try respond(status, headers: [("Content-Type", type)] + headers, body: Array(text.utf8))
    }

    /// Sends only the head of an answer, for a body in chunks (`chunk`, `endChunks`) or raw bytes (`write`).
    package func begin(_ status: Int, headers: [(String, String)] = [], chunked: Bool = true) throws {
        try write(head(status, headers + (chunked ? [("Transfer-Encoding", "chunked")] : [])))
    }

    /// Sends one chunk of a chunked body.
    package func chunk(_ text: String) throws {
        let bytes = Array(text.utf8)
        try write(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10])
    }

    /// Ends a chunked body.
    package func endChunks() throws {
        try write(Array("0\r\n\r\n".utf8))
    }

    /// Sends bytes as they are.
    package func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(socket, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw StandInFailure.socket(errno)
            }
            sent += count
        }
    }

    /// Closes in an orderly way once the handler returns; no further request is read.
    package func finish() {
        state.withLock { $0.isFinished = true }
    }

    /// Breaks the connection off at once: both sides see its end.
    package func cut() {
        state.withLock { state in
            state.isFinished = true
            if !state.isClosed { _ = shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// Breaks the connection off with a TCP reset.
    package func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        state.withLock { $0.isFinished = true }
        closeSocket()
    }

    func closeSocket() {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.isClosed = true
            _ = Glibc.close(socket)
        }
    }

    // MARK: Reading

    /// The next request, or nil when the peer has closed.
    func readRequest() throws -> StandInRequest? {
        guard let head = try readHead() else { return nil }
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
        let start = lines[0].split(separator: " ", omittingEmptySubsequences: false)
        guard start.count == 3, start[2].hasPrefix("HTTP/1.") else { throw StandInFailure.malformed(lines[0]) }
        let headers = try lines.dropFirst().filter { !$0.isEmpty }.map { line in
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { throw StandInFailure.malformed(line) }
            return (name: String(line[..<colon]), value: line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        var request = StandInRequest(method: String(start[0]), target: String(start[1]), headers: headers, body: [])
        if request.header("Transfer-Encoding")?.lowercased() == "chunked" {
            request.body = try readChunks()
        } else if let length = request.header("Content-Length") {
            guard let count = Int(length) else { throw StandInFailure.malformed("Content-Length: \(length)") }
            request.body = try read(count)
        }
        return request
    }

    /// Exactly that many bytes.
    package func read(_ count: Int) throws -> [UInt8] {
        while state.withLock({ $0.buffer.count }) < count {
            guard try fill() else { throw StandInFailure.ended }
        }
        return state.withLock { state in
            defer { state.buffer.removeFirst(count) }
            return Array(state.buffer.prefix(count))
        }
    }

    private func readHead() throws -> [UInt8]? {
        while true {
            let end = state.withLock { state in
                state.buffer.indices.dropLast(3).first { state.buffer[$0...].starts(with: [13, 10, 13, 10]) }
            }
            if let end { return try Array(read(end + 4).dropLast(4)) }
            guard try fill() else {
                if state.withLock({ $0.buffer.isEmpty }) { return nil }
                throw StandInFailure.ended
            }
        }
    }

    private func readChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            guard let size = Int(try readLine(), radix: 16) else { throw StandInFailure.malformed("chunk size") }
            body += try read(size)
            guard try readLine().isEmpty else { throw StandInFailure.malformed("chunk end") }
            if size == 0 { return body }
        }
    }

    private func readLine() throws -> String {
        var line: [UInt8] = []
        while !line.suffix(2).elementsEqual([13, 10]) { line += try read(1) }
        return String(decoding: line.dropLast(2), as: UTF8.self)
    }

    private func fill() throws -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &bytes, bytes.count, 0)
        if count < 0 && errno == EINTR { return true }
        guard count > 0 else { return false }
        state.withLock { $0.buffer += bytes.prefix(count) }
        return true
    }

    private func head(_ status: Int, _ headers: [(String, String)]) -> [UInt8] {
        let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
        return Array("HTTP/1.1 \(status) Stand-In\r\n\(lines)\r\n".utf8)
    }
}
