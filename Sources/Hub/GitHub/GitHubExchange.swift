import Base
import Foundation
import HTTPTypes
import Synchronization
import Transport

/// Asks GitHub's API: with its version, conditionally where the same was asked before, and with the token for GitHub alone.
struct GitHubExchange: Sendable {
    let repository: GitHubRepository
    let settings: GitHubSettings
    /// Whether it is to change something, which wants other rights than reading.
    let isWriting: Bool
    private let client: OriginClient
    private let answers = KeptAnswers()
    /// For waits that GitHub gives as a time of day and without its own.
    private let now: @Sendable () -> Date

    private static let hops = 4
    /// A list of a hundred releases of some assets each is some hundred kilobytes.
    private static let limit = 16 << 20

    init(
        repository: GitHubRepository, settings: GitHubSettings, http: any HTTPClient, isWriting: Bool = false,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.isWriting = isWriting
        self.repository = repository
        self.settings = settings
        self.now = now
        client = OriginClient(http: http, token: settings.token, timeouts: settings.timeouts)
    }

    /// A value of the API. What was asked for before is asked for with its tag; that it is unchanged costs nothing of the quota, with a token.
    /// - Parameter subject: What it is, for errors.
    /// - Throws: `HubError`; nil is returned for 404 where `isOptional`.
    func get<Value: Decodable>(_ path: String, _ subject: String, as type: Value.Type, isOptional: Bool = false) async throws -> Value? {
        try await answer(path, subject, as: type, isOptional: isOptional)?.value
    }

    /// A list of the API, page after page of a hundred for as long as it goes on. Each page is asked for conditionally, so that a list that is
    /// unchanged costs nothing of the quota, with a token.
    /// - Parameter most: How many pages at most.
    /// - Throws: `HubError`.
    func pages<Element: Decodable>(_ path: String, _ subject: String, of type: Element.Type, most: Int) async throws -> [Element] {
        var all: [Element] = []
        for number in 1...most {
            // The first page's path is that of a list without pages: most have no other.
            let page = "\(path)?per_page=100\(number == 1 ? "" : "&page=\(number)")"
            guard let answer = try await answer(page, subject, as: [Element].self, isOptional: false) else { break }
            all += answer.value
            guard answer.hasNext else { break }
        }
        return all
    }

    private func answer<Value: Decodable>(
        _ path: String, _ subject: String, as type: Value.Type, isOptional: Bool
    ) async throws -> (value: Value, hasNext: Bool)? {
        let known = answers[path]
        var request = Transport.HTTPRequest(.get, path, fields: Self.fields)
        if let known { request.fields[.ifNoneMatch] = known.etag }
        let (reply, body) = try await walk(request)
        if reply.status == 304, let known { return (try Self.decode(known.body, as: type, subject), known.hasNext) }
        if reply.status == 404, isOptional { return nil }
        guard reply.status == 200 else { throw try await error(reply, body, subject) }
        let bytes = try await body.whole(upTo: Self.limit, of: subject)
        let value = try Self.decode(bytes, as: type, subject)
        answers[path] = reply.etag.map { KeptAnswer(etag: $0, hasNext: reply.hasNext, body: bytes) }
        return (value, reply.hasNext)
    }

    /// Changes something.
    /// - Parameter body: JSON, or nothing.
    /// - Throws: `HubError`.
    func change<Value: Decodable>(
        _ method: HTTPTypes.HTTPRequest.Method, _ path: String, _ subject: String, body: JSONValue?, as type: Value.Type
    ) async throws -> Value {
        var request = Transport.HTTPRequest(method, settings.api + path, fields: Self.fields, body: body.map { Array($0.text.utf8) } ?? [])
        if body != nil { request.fields[.contentType] = "application/json" }
        return try await value(of: request, subject, as: type)
    }

    /// Sends a file, or a part of one, as an asset.
    /// - Parameter address: Where the release wants it; the token goes along only to GitHub's own hosts.
    /// - Throws: `HubError`.
    func upload(_ piece: UploadPiece, to address: String, _ subject: String) async throws -> GitHubRelease.Asset {
        guard let home = WebOrigin(settings.api), let target = WebOrigin(address), target == home || target.isUploads(of: home) else {
            throw HubError.unavailable("GitHub wants \(subject) to be sent to another host than its own")
        }
        var request = piece.request(Transport.HTTPRequest(.post, address, fields: Self.fields))
        request.fields[.contentType] = "application/octet-stream"
        return try await value(of: request, subject, as: GitHubRelease.Asset.self)
    }

    /// Takes something away; that it is gone already is no error.
    /// - Throws: `HubError`.
    func delete(_ path: String, _ subject: String) async throws {
        let request = Transport.HTTPRequest(.delete, settings.api + path, fields: Self.fields)
        let response = try await client.send(request, isTrusted: true)
        let reply = GitHubReply(status: response.status, fields: response.fields, now: now())
        guard [204, 404].contains(reply.status) else { throw try await error(reply, response.body, subject) }
    }

    /// The content of an asset, from GitHub itself or from the storage that it leads to.
    /// - Returns: The last answer, whatever its status, and whether it came from another host.
    /// - Throws: `HubError.unavailable` when the network fails.
    func content(of asset: GitHubRelease.Asset, from offset: Int64?) async throws -> (reply: GitHubReply, body: HTTPBody, isForeign: Bool) {
        var request = Transport.HTTPRequest(.get, repository.api("releases/assets/\(asset.id)"), fields: Self.fields)
        request.fields[.accept] = "application/octet-stream"
        if let offset { request.fields[.range] = "bytes=\(offset)-" }
        return try await follow(request)
    }

    /// What an answer that is no success means.
    func error(_ reply: GitHubReply, _ body: HTTPBody, _ subject: String) async throws -> HubError {
        struct Message: Decodable { var message: String? }
        let bytes = (try? await body.collect(upTo: 64 << 10)) ?? []
        try Task.checkCancellation()
        let message = (try? JSONDecoder().decode(Message.self, from: Data(bytes)))?.message
        return reply.error(repository, subject: subject, message: message, hasToken: settings.token != nil, isWriting: isWriting)
    }

    private func value<Value: Decodable>(of request: Transport.HTTPRequest, _ subject: String, as type: Value.Type) async throws -> Value {
        var request = request
        // What creates something must not be done twice; whoever asked finds out whether it was done.
        request.isRepeatable = false
        let response = try await client.send(request, isTrusted: true)
        let reply = GitHubReply(status: response.status, fields: response.fields, now: now())
        guard (200..<300).contains(reply.status) else { throw try await error(reply, response.body, subject) }
        return try Self.decode(try await response.body.whole(upTo: Self.limit, of: subject), as: type, subject)
    }

    private func walk(_ request: Transport.HTTPRequest) async throws -> (reply: GitHubReply, body: HTTPBody) {
        let end = try await follow(request)
        guard !end.isForeign else { throw HubError.unavailable("GitHub redirects \(request.url) to another host") }
        return (end.reply, end.body)
    }

    /// Follows redirects by hand: a renamed repository leads on within GitHub, an asset to its storage, which must not see the token.
    private func follow(_ request: Transport.HTTPRequest) async throws -> (reply: GitHubReply, body: HTTPBody, isForeign: Bool) {
        guard let home = WebOrigin(settings.api) else {
            throw HubError.settings(
                what: "GITHUB_API_URL is no web address: \(settings.api)", remedy: "Write it like https://api.github.com.")
        }
        var request = request
        let path = request.url
        request.url = settings.api + path
        for _ in 0..<Self.hops {
            let isForeign = WebOrigin(request.url) != home
            let response = try await client.send(request, isTrusted: !isForeign)
            let reply = GitHubReply(status: response.status, fields: response.fields, now: now())
            guard let location = reply.location else { return (reply, response.body, isForeign) }
            guard let target = WebOrigin.target(of: location, from: request.url) else {
                throw HubError.unavailable("GitHub redirects \(path) to an address that is not allowed")
            }
            request.url = target
        }
        throw HubError.unavailable("GitHub redirects \(path) more than \(Self.hops) times")
    }

    private static let fields: HTTPFields = {
        var fields: HTTPFields = [.accept: "application/vnd.github+json"]
        if let version = HTTPField.Name("X-GitHub-Api-Version") { fields[version] = "2022-11-28" }
        return fields
    }()

    private static func decode<Value: Decodable>(_ bytes: [UInt8], as type: Value.Type, _ subject: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw HubError.unavailable("GitHub's answer about \(subject) is not understood")
        }
    }
}

/// An answer and the tag to ask for it again with.
private struct KeptAnswer: Sendable {
    var etag: String
    /// Whether the list goes on; an answer that nothing has changed need not say so again.
    var hasNext: Bool
    var body: [UInt8]
}

/// The last answers by their path, shared by an exchange's copies.
private final class KeptAnswers: Sendable {
    private static let most = 16
    private let kept = Mutex<[String: KeptAnswer]>([:])

    subscript(path: String) -> KeptAnswer? {
        get { kept.withLock { $0[path] } }
        set {
            kept.withLock { kept in
                if kept.count >= Self.most, kept[path] == nil { kept = [:] }
                kept[path] = newValue
            }
        }
    }
}
