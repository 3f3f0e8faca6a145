import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A small HTTP/1.1 and WebSocket server on plain sockets, for stand-ins of other people's services. It shares no code with our transports,
/// so that a mistake in them is not mirrored here, and its handlers hold the raw connection, so that they can misbehave in any way.
///
/// One thread accepts, one more serves each connection; handlers run there and may block.
package final class StandInServer: Sendable {
    package typealias Handler = @Sendable (StandInRequest, StandInConnection) throws -> Void

    /// The port that it listens on, on 127.0.0.1.
    package let port: Int
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var connections: [Int: StandInConnection] = [:]
        var nextNumber = 0
        var isStopped = false
    }

    /// `http://127.0.0.1:port`
    package var url: String { "http://127.0.0.1:\(port)" }
    /// `ws://127.0.0.1:port`
    package var webSocketURL: String { "ws://127.0.0.1:\(port)" }

    /// Listens at once.
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - handler: Serves one request; what it throws closes the connection.
    package init(port: Int = 0, handler: @escaping Handler) throws {
        signal(SIGPIPE, SIG_IGN)
        (listener, self.port) = try Self.listen(port: port)
        let thread = Thread { [listener, weak self] in
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    return
                }
                guard let self else {
                    Glibc.close(socket)
                    return
                }
                self.serve(socket, handler)
            }
        }
        thread.start()
    }

    deinit {
        stop()
    }

    /// How many connections are open.
    package var connectionCount: Int { state.withLock { $0.connections.count } }

    /// Stops listening and cuts every connection.
    package func stop() {
        let open = state.withLock { state -> [StandInConnection]? in
            guard !state.isStopped else { return nil }
            state.isStopped = true
            return Array(state.connections.values)
        }
        guard let open else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        for connection in open { connection.cut() }
    }

    /// Cuts every open connection and goes on listening.
    package func cutConnections() {
        for connection in state.withLock({ Array($0.connections.values) }) { connection.cut() }
    }

    private func serve(_ socket: Int32, _ handler: @escaping Handler) {
        let connection = StandInConnection(socket: socket)
        let number = state.withLock { state -> Int? in
            guard !state.isStopped else { return nil }
            state.nextNumber += 1
            state.connections[state.nextNumber] = connection
            return state.nextNumber
        }
        guard let number else {
            connection.closeSocket()
            return
        }
        let thread = Thread { [weak self] in
            do {
                while !connection.isFinished, let request = try connection.readRequest() {
                    try handler(request, connection)
                }
            } catch {
                // The peer went away or the handler wants the connection cut: both are ordinary in a stand-in.
            }
            self?.state.withLock { _ = $0.connections.removeValue(forKey: number) }
            connection.closeSocket()
        }
        thread.start()
    }

    private static func listen(port: Int) throws -> (Int32, Int) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw StandInFailure.socket(errno) }
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(socket, $0, length) == 0 && Glibc.listen(socket, 256) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard bound else {
            let code = errno
            Glibc.close(socket)
            throw StandInFailure.socket(code)
        }
        return (socket, Int(in_port_t(bigEndian: address.sin_port)))
    }
}

/// What goes wrong inside a stand-in.
package enum StandInFailure: Error {
    case socket(Int32)
    case malformed(String)
    case ended
}
