import Base
import FlyingSocks

#if canImport(Glibc)
    import Glibc
#endif

/// The socket that new connections come from; closed with its last user.
final class Listener: Sendable {
    let socket: Socket
    /// The port in use: the one asked for, or for 0 the one that the system chose.
    let port: UInt16

    /// Listens on every address of this machine, IPv6 and IPv4 alike where the kernel has IPv6.
    /// - Throws: `Problem` when the port is taken or not permitted.
    init(port: UInt16) throws {
        do {
            socket = try Self.open(port)
        } catch {
            throw Self.problem(error, port: port)
        }
        switch try socket.sockname() {
        case .ip4(_, let port), .ip6(_, let port): self.port = port
        case .unix: self.port = port
        }
    }

    deinit {
        try? socket.close()
    }

    private static func open(_ port: UInt16) throws -> Socket {
        do {
            return try open(sockaddr_in6.inet6(port: port), AF_INET6)
        } catch SocketError.failed(_, let code, _) where code == EAFNOSUPPORT || code == EADDRNOTAVAIL {
            // This kernel has no IPv6.
            return try open(sockaddr_in.inet(port: port), AF_INET)
        }
    }

    private static func open(_ address: some SocketAddress, _ family: Int32) throws -> Socket {
        let socket = try Socket(domain: family)
        do {
            closeOnExec(socket)
            try socket.setValue(true, for: .localAddressReuse)
            if family == AF_INET6 { try socket.setValue(false, for: BoolSocketOption(level: Int32(IPPROTO_IPV6), name: IPV6_V6ONLY)) }
            try socket.bind(to: address)
            try socket.listen()
            return socket
        } catch {
            try? socket.close()
            throw error
        }
    }

    /// Child processes (the extraction workers) must not keep connections open.
    static func closeOnExec(_ socket: Socket) {
        _ = fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC)
    }

    private static func problem(_ error: any Error, port: UInt16) -> Problem {
        guard case SocketError.failed(_, let code, let message) = error else {
            return Problem(
                what: "cannot listen for connections", location: "port \(port)", reason: "\(error)", remedy: "Choose another port with PORT.")
        }
        let (reason, remedy) =
            switch code {
            case EADDRINUSE: ("another process is using the port", "Stop it, or choose another port with PORT, such as PORT=\(port &+ 1).")
            case EACCES: ("ports below 1024 need a privilege", "Choose a higher port with PORT, such as PORT=7860.")
            default: (message, "Choose another port with PORT.")
            }
        return Problem(what: "cannot listen for connections", location: "port \(port)", reason: reason, remedy: remedy)
    }
}
