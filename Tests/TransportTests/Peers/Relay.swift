import Foundation
import TestSupport

/// A process of Python's standard library that takes connections and passes bytes on to a stand-in server: it ends TLS, or is an HTTP
/// proxy. It shares neither code nor TLS settings with what is tested.
final class Relay: Sendable {
    let port: Int
    private let process: Process
    private let output: FileHandle

    /// Ends TLS with that certificate.
    /// - Parameter isOld: Whether it speaks no more than TLS 1.1.
    convenience init(tls server: Certificates.Server, of certificates: Certificates, to target: Int, isOld: Bool = false) throws {
        let path = { (kind: String) in certificates.folder.appending(path: "\(server).\(kind)").path }
        try self.init(["tls", String(target), path("pem"), path("key"), isOld ? "old" : "new"])
    }

    /// A proxy that says what it was asked in `firstLine`.
    /// - Parameter answer: The status with which it answers CONNECT; 200 opens the tunnel, whose name is taken as 127.0.0.1.
    convenience init(proxyAnswering answer: Int) throws {
        try self.init(["proxy", String(answer)])
    }

    /// Speaks HTTP to whoever connects, TLS or not.
    convenience init(plain: Void) throws {
        try self.init(["plain"])
    }

    private init(_ arguments: [String]) throws {
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        output = pipe.fileHandleForReading
        try process.run()
        guard let port = Int(try Self.line(from: output)) else { throw StandInFailure.malformed("python3") }
        self.port = port
    }

    deinit {
        process.terminate()
    }

    /// The next request that the proxy was asked: its line, and its `Proxy-Authorization` after a blank.
    func nextRequest() throws -> String {
        try Self.line(from: output)
    }

    private static func line(from handle: FileHandle) throws -> String {
        var bytes: [UInt8] = []
        while let byte = try handle.read(upToCount: 1)?.first, byte != 10 { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let script = """
        import select, socket, ssl, sys, threading

        def relay(client, server):
            while True:
                buffered = isinstance(client, ssl.SSLSocket) and client.pending() > 0
                ready = [client] if buffered else select.select([client, server], [], [])[0]
                for source in ready:
                    data = source.recv(65536)
                    if not data:
                        return
                    (server if source is client else client).sendall(data)

        def tls(client):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[3], sys.argv[4])
            context.set_alpn_protocols(["http/1.1"])
            if sys.argv[5] == "old":
                context.set_ciphers("ALL:@SECLEVEL=0")
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.maximum_version = ssl.TLSVersion.TLSv1_1
            with context.wrap_socket(client, server_side=True) as client:
                with socket.create_connection(("127.0.0.1", int(sys.argv[2]))) as server:
                    relay(client, server)

        def proxy(client):
            head = b""
            while b"\\r\\n\\r\\n" not in head:
                head += client.recv(65536)
            lines = head.decode().split("\\r\\n")
            given = [line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("proxy-authorization:")]
            print(" ".join([lines[0]] + given), flush=True)
            method, target, _ = lines[0].split(" ")
            if method != "CONNECT":
                client.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\nConnection: close\\r\\n\\r\\nby proxy\\n")
            elif sys.argv[2] != "200":
                client.sendall(f"HTTP/1.1 {sys.argv[2]} No\\r\\nContent-Length: 0\\r\\n\\r\\n".encode())
            else:
                with socket.create_connection(("127.0.0.1", int(target.rsplit(":", 1)[1]))) as server:
                    client.sendall(b"HTTP/1.1 200 Connection established\\r\\n\\r\\n")
                    relay(client, server)

        def plain(client):
            client.recv(65536)
            client.sendall(b"HTTP/1.1 400 Bad Request\\r\\nContent-Length: 0\\r\\n\\r\\n")

        def serve(client):
            try:
                {"tls": tls, "proxy": proxy, "plain": plain}[sys.argv[1]](client)
            except OSError:
                pass
            finally:
                client.close()

        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        while True:
            client, _ = listener.accept()
            threading.Thread(target=serve, args=(client,), daemon=True).start()
        """
}
