import Crypto
import Foundation
import Synchronization

/// The host that holds the bytes for a stand-in service, and a third one: signed addresses only, and no token of anybody's.
package final class StandInStorage: Sendable {
    /// What a signature opens.
    struct Ticket {
        /// SHA-256 of the content.
        var hash: String
        /// The name that the content was asked for by.
        var path: String
        /// For an upload, its length.
        var upload: Int?
        /// For an upload in parts, which one.
        var part: Int?
    }

    private struct State {
        var contents: [String: [UInt8]] = [:]
        var parts: [String: [Int: [UInt8]]] = [:]
        var tickets: [String: Ticket] = [:]
    }

    let board: FaultBoard
    private let state = Mutex(State())
    private let servers = Mutex<[StandInServer]>([])

    init(_ board: FaultBoard) throws {
        self.board = board
        let made = try (0..<2).map { _ in try StandInServer { [weak self] in try self?.serve($0, $1) } }
        servers.withLock { $0 = made }
    }

    func stop() {
        for server in servers.withLock({ $0 }) { server.stop() }
    }

    /// Makes every address signed so far invalid.
    func expireAddresses() {
        state.withLock { $0.tickets = [:] }
    }

    // MARK: Content

    static func hash(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
    }

    /// The content of that hash, nil when it never came.
    func content(_ hash: String) -> [UInt8]? { state.withLock { $0.contents[hash] } }

    func keep(_ bytes: [UInt8], _ hash: String) {
        state.withLock { $0.contents[hash] = bytes }
    }

    /// Puts the parts of an upload together.
    /// - Parameter tags: What the client was given for each.
    /// - Returns: Whether they are the content of that hash.
    func join(_ hash: String, tags: [Int: String]) -> Bool {
        state.withLock { state in
            let parts = (state.parts[hash] ?? [:]).sorted { $0.key < $1.key }
            guard parts.map(\.key) == Array(1...max(parts.count, 1)), parts.allSatisfy({ tags[$0.key] == Self.tag($0.value) }),
                tags.count == parts.count
            else { return false }
            let whole = parts.flatMap(\.value)
            guard Self.hash(whole) == hash else { return false }
            state.contents[hash] = whole
            return true
        }
    }

    // MARK: Addresses

    /// An address that the content can be read at.
    func address(of bytes: [UInt8], hash: String, path: String, _ faults: [StandInFault]) -> String {
        keep(bytes, hash)
        return sign(Ticket(hash: hash, path: path), faults)
    }

    /// An address that the content can be sent to.
    func uploadAddress(hash: String, path: String, size: Int, part: Int? = nil, _ faults: [StandInFault] = []) -> String {
        sign(Ticket(hash: hash, path: path, upload: size, part: part), faults)
    }

    private func sign(_ ticket: Ticket, _ faults: [StandInFault]) -> String {
        let signature = String(UInt64.random(in: 0 ... .max), radix: 36)
        if !faults.contains(.expiredAddress) { state.withLock { $0.tickets[signature] = ticket } }
        let (storage, third) = servers.withLock { ($0[0].port, $0[1].url) }
        // The port is what tells the hosts apart; the name differs as well.
        return "\(faults.contains(.thirdHost) ? third : "http://localhost:\(storage)")/\(ticket.hash)?Expires=1&Signature=\(signature)"
    }

    // MARK: Serving

    private func serve(_ request: StandInRequest, _ connection: StandInConnection) throws {
        board.note(request, .storage)
        if request.header("Authorization") != nil {
            board.violation("a token was sent to another host")
            return try connection.respond(400, text: "Only one auth mechanism allowed", type: "text/plain")
        }
        let ticket = state.withLock { state in request.query["Signature"].flatMap { state.tickets[$0] } }
        guard let ticket, request.path == "/\(ticket.hash)", request.method == (ticket.upload == nil ? "GET" : "PUT") else {
            return try connection.respond(403, text: "Request has expired", type: "text/plain")
        }
        let faults = board.spring(.storage, "\(request.method) \(ticket.path)")
        for case .status(let status, let headers) in faults {
            return try connection.respond(status, headers: headers.map { ($0, $1) })
        }
        if let size = ticket.upload { return try take(request, connection, ticket, size, faults) }
        guard let bytes = content(ticket.hash) else { return try connection.respond(404) }
        // The storage's own tag is of something else than the content.
        try StandInContent.send(bytes, request, connection, [("ETag", "\"0123456789abcdef-1\"")], faults, board)
    }

    private func take(
        _ request: StandInRequest, _ connection: StandInConnection, _ ticket: Ticket, _ size: Int, _ faults: [StandInFault]
    ) throws {
        guard request.body.count == size else {
            board.violation("\(request.body.count) bytes were sent to an address for \(size)")
            return try connection.respond(400)
        }
        state.withLock { state in
            if let part = ticket.part {
                state.parts[ticket.hash, default: [:]][part] = request.body
            } else if Self.hash(request.body) == ticket.hash, !faults.contains(.corrupt) {
                state.contents[ticket.hash] = request.body
            }
        }
        if faults.contains(.loseAnswer) { return connection.cut() }
        try connection.respond(200, headers: [("ETag", Self.tag(request.body))])
    }

    private static func tag(_ bytes: [UInt8]) -> String {
        "\"\(Insecure.MD5.hash(data: bytes).map { String(format: "%02x", $0) }.joined())\""
    }
}
