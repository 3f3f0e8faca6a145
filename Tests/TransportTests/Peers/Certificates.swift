import Foundation
import TestSupport

/// Two authorities and three servers' certificates, made by `openssl`.
final class Certificates: Sendable {
    let folder = place
    private static let place = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")

    /// Made once, as keys take their time, and removed when the tests are done.
    static let shared: Result<Certificates, any Error> = Result {
        atexit { try? FileManager.default.removeItem(at: Certificates.place) }
        return try Certificates()
    }

    /// What a server shows.
    enum Server: String, CaseIterable {
        /// Signed by the trusted authority for `localhost`.
        case good
        /// Signed by the trusted authority for another name.
        case otherName
        /// Signed for `localhost` by an authority that nobody trusts.
        case untrusted
    }

    private init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for authority in ["trusted", "stranger"] {
            try openssl("req -x509 \(Self.newKey) -keyout \(authority).key -out \(authority).pem -days 2 -subj /CN=\(authority)")
        }
        for server in Server.allCases {
            let name = server == .otherName ? "other.example" : "localhost"
            let authority = server == .untrusted ? "stranger" : "trusted"
            try "subjectAltName=DNS:\(name)".write(to: folder.appending(path: "names"), atomically: true, encoding: .utf8)
            try openssl("req \(Self.newKey) -keyout \(server).key -out request -subj /CN=\(name)")
            try openssl(
                "x509 -req -in request -CA \(authority).pem -CAkey \(authority).key -CAcreateserial -days 2 -extfile names -out \(server).pem")
        }
    }

    var trusted: String { folder.appending(path: "trusted.pem").path }

    private static let newKey = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"

    private func openssl(_ arguments: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw StandInFailure.malformed("openssl \(arguments)") }
    }
}
