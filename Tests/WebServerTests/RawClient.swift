import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A client that sends exactly the bytes it is told to, over a blocking socket of its own. Every read gives up after a minute.
final class RawClient: Sendable {
    struct Failed: Error { var step: String }

    private let descriptor: Int32

    /// - Parameter receiveBuffer: A small kernel buffer, for a reader that never reads.
    init(port: UInt16, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var wait = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size)) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
        }
        guard isConnected else { throw Failed(step: "connect") }
    }

    deinit { close(descriptor) }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await Self.onThread { [descriptor] in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard count > 0 else { throw Failed(step: "send") }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// What comes until the text is there.
    func read(until end: String) async throws -> String {
        try await read { $0.contains(end) }
    }

    /// Everything until the server closes.
    func readAll() async throws -> String {
        try await read { _ in false }
    }

    private func read(until isEnough: @escaping @Sendable (String) -> Bool) async throws -> String {
        try await Self.onThread { [descriptor] in
            var all: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while !isEnough(String(decoding: all, as: UTF8.self)) {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                if count == 0 || count < 0 && errno == ECONNRESET { break }
                guard count > 0 else { throw Failed(step: "receive") }
                all += buffer[..<count]
            }
            return String(decoding: all, as: UTF8.self)
        }
    }

    /// A blocking call must hold up neither the server under test nor the other clients.
    private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
    }

    /// Sends one request and gives the whole answer.
    static func exchange(_ port: UInt16, _ request: String) async throws -> String {
        let client = try RawClient(port: port)
        try await client.send(request)
        return try await client.readAll()
    }
}

extension String {
    /// The status of an answer's first line.
    var status: Int? { Int(split(separator: " ", maxSplits: 2).dropFirst().first ?? "") }
    /// What stands after the head.
    var afterHead: String { range(of: "\r\n\r\n").map { String(self[$0.upperBound...]) } ?? "" }
}
