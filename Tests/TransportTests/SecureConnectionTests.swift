import Base
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Transport

/// TLS and proxies, the same for both libraries.
@Suite struct SecureConnectionTests {
    /// A client of each kind, reduced to "reach that server": what comes back is what its handler saw of the `Host` field.
    enum Library: String, CaseIterable {
        case curl, libwebsockets

        func reach(_ host: String, _ port: Int, secure: Bool = true, caFile: String?, proxy: ProxySettings = .none) async throws -> String {
            switch self {
            case .curl:
                let client = CurlHTTPClient(.init(caFile: caFile, proxy: proxy))
                let answer = try await client.send(HTTPRequest(.get, "\(secure ? "https" : "http")://\(host):\(port)/"))
                return String(decoding: try await answer.body.collect(upTo: 1000), as: UTF8.self)
            case .libwebsockets:
                let client = LWSWebSocketClient(.init(caFile: caFile, proxy: proxy))
                let connection = try await client.connect(to: WebSocketRequest(url: "\(secure ? "wss" : "ws")://\(host):\(port)/"))
                for await case .text(let text) in connection.events { return text }
                return "nothing"
            }
        }
    }

    let server: StandInServer
    let certificates: Certificates

    init() throws {
        certificates = try Certificates.shared.get()
        server = try StandInServer { request, connection in
            guard request.header("Upgrade") != nil else { return try connection.respond(200, text: request.header("Host") ?? "") }
            let socket = try StandInWebSocket(upgrading: request, on: connection)
            try socket.send(request.header("Host") ?? "")
            _ = try socket.receiveText()
        }
    }

    @Test(arguments: Library.allCases)
    func `a certificate of a trusted authority for that name is accepted`(library: Library) async throws {
        let relay = try Relay(tls: .good, of: certificates, to: server.port)
        #expect(try await library.reach("localhost", relay.port, caFile: certificates.trusted) == "localhost:\(relay.port)")
    }

    @Test(arguments: Library.allCases, [Certificates.Server.otherName, .untrusted])
    func `any other certificate is refused with the reason`(library: Library, shown: Certificates.Server) async throws {
        let relay = try Relay(tls: shown, of: certificates, to: server.port)
        let error = await #expect(throws: TransportError.self) {
            _ = try await library.reach("localhost", relay.port, caFile: certificates.trusted)
        }
        guard case .tls(host: "localhost", let reason) = error else {
            Issue.record("\(error as Any)")
            return
        }
        let expected =
            shown == .untrusted ? ["unable to get local issuer certificate"] : ["no alternative certificate subject name matches", "mismatch"]
        #expect(expected.contains { reason.contains($0) }, "\(reason)")
    }

    @Test(arguments: Library.allCases)
    func `without a file the system's authorities count`(library: Library) async throws {
        let relay = try Relay(tls: .good, of: certificates, to: server.port)
        let error = await #expect(throws: TransportError.self) { _ = try await library.reach("localhost", relay.port, caFile: nil) }
        if case .tls(host: "localhost", _) = error {} else { Issue.record("\(error as Any)") }
    }

    @Test(arguments: Library.allCases)
    func `a server that speaks no TLS is a failure of TLS`(library: Library) async throws {
        let plain = try Relay(plain: ())
        let error = await #expect(throws: TransportError.self) { _ = try await library.reach("localhost", plain.port, caFile: nil) }
        if case .tls(host: "localhost", _) = error {} else { Issue.record("\(error as Any)") }
    }

    @Test(arguments: Library.allCases)
    func `a server that speaks nothing newer than TLS 1.1 is refused`(library: Library) async throws {
        let relay = try Relay(tls: .good, of: certificates, to: server.port, isOld: true)
        let error = await #expect(throws: TransportError.self) {
            _ = try await library.reach("localhost", relay.port, caFile: certificates.trusted)
        }
        if case .tls(host: "localhost", _) = error {} else { Issue.record("\(error as Any)") }
    }

    @Test(arguments: Library.allCases)
    func `the environment's own proxies are not read here`(library: Library) async throws {
        let names = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        for name in names { setenv(name, "http://127.0.0.1:1", 1) }
        defer { for name in names { unsetenv(name) } }
        let relay = try Relay(tls: .good, of: certificates, to: server.port)
        #expect(try await library.reach("localhost", relay.port, caFile: certificates.trusted) == "localhost:\(relay.port)")
        #expect(try await library.reach("localhost", server.port, secure: false, caFile: nil) == "localhost:\(server.port)")
    }

    @Test(arguments: Library.allCases)
    func `a proxy is asked for a tunnel to the name, with its password`(library: Library) async throws {
        let relay = try Relay(tls: .good, of: certificates, to: server.port)
        let proxy = try Relay(proxyAnswering: 200)
        let settings = try ProxySettings(httpsProxy: "http://user:pass@127.0.0.1:\(proxy.port)")
        let seen = try await library.reach("localhost", relay.port, caFile: certificates.trusted, proxy: settings)
        #expect(seen == "localhost:\(relay.port)")
        #expect(try proxy.nextRequest().lowercased() == "connect localhost:\(relay.port) http/1.1 basic dxnlcjpwyxnz")
    }

    @Test(arguments: Library.allCases)
    func `a name that the proxy alone knows is left to it`(library: Library) async throws {
        let relay = try Relay(tls: .otherName, of: certificates, to: server.port)
        let proxy = try Relay(proxyAnswering: 200)
        let settings = try ProxySettings(httpsProxy: "127.0.0.1:\(proxy.port)")
        let seen = try await library.reach("other.example", relay.port, caFile: certificates.trusted, proxy: settings)
        #expect(seen == "other.example:\(relay.port)")
    }

    @Test(arguments: Library.allCases)
    func `a proxy that refuses, and one that is not there, are failures to connect`(library: Library) async throws {
        let proxy = try Relay(proxyAnswering: 403)
        let gone = try StandInServer { _, _ in }
        gone.stop()
        for port in [proxy.port, gone.port] {
            let settings = try ProxySettings(httpsProxy: "http://127.0.0.1:\(port)")
            let error = await #expect(throws: TransportError.self) {
                _ = try await library.reach("localhost", 443, caFile: nil, proxy: settings)
            }
            if case .connect = error {} else { Issue.record("\(error as Any)") }
        }
    }

    @Test(arguments: Library.allCases)
    func `hosts that need no proxy are reached directly`(library: Library) async throws {
        let settings = try ProxySettings(httpsProxy: "http://127.0.0.1:1", httpProxy: "http://127.0.0.1:1", noProxy: "localhost")
        #expect(try await library.reach("localhost", server.port, secure: false, caFile: nil, proxy: settings) == "localhost:\(server.port)")
    }
}
