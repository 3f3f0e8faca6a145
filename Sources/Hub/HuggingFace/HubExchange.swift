import Base
import Foundation
import HTTPTypes
import Logging
import Synchronization
import Transport

/// Asks the Hub and walks its redirects by hand: the token goes to the Hub's own origin only, and what the Hub says of a file on the way
/// (commit, tag, size) is kept, for the host that the bytes come from does not say it.
struct HubExchange: Sendable {
    /// The end of a walk.
    struct Result: Sendable {
        /// What the Hub said, gathered over its answers.
        var commit: String?
        var tag: String?
        var size: Int64?
        /// The last answer; for `head` it may be a redirect to another host, which is not asked.
        var reply: HubReply
        var body: HTTPBody
        /// Whether the last answer came from another host than the Hub.
        var isForeign: Bool
    }

    let settings: HubSettings
    /// Whether it is to change something, which wants other rights than reading.
    let isWriting: Bool
    private let client: OriginClient
    private let logger: Logger
    /// Topics of warnings that have been logged.
    private let warned = Once()

    private static let hops = 6

    init(settings: HubSettings, http: any HTTPClient, logger: Logger, isWriting: Bool = false) {
        self.settings = settings
        self.isWriting = isWriting
        client = OriginClient(http: http, token: settings.token, timeouts: settings.timeouts)
        self.logger = logger
    }

    /// Sends the request to a path of the endpoint and follows to its end, or for HEAD until the file is known or the Hub is left.
    /// - Parameters:
    ///   - resumes: Which bytes to ask for, once the Hub has named the content's tag.
    ///   - known: A commit of which everything is known: HEAD goes no further when the Hub names it.
    /// - Throws: `HubError.unavailable` when the network fails, `corrupt` when two answers are about different commits.
    func walk(_ method: HTTPTypes.HTTPRequest.Method, _ path: String, resumes: PieceStart? = nil, known: String? = nil)
        async throws -> Result
    {
        let home = try home()
        var address = settings.endpoint + path
        var result: Result?
        for _ in 0..<Self.hops {
            let isForeign = WebOrigin(address) != home
            let response = try await send(method, address, isForeign: isForeign, resumes: resumes)
            let reply = HubReply(status: response.status, fields: response.fields)
            var next = Result(reply: reply, body: response.body, isForeign: isForeign)
            next.commit = isForeign ? result?.commit : reply.commit ?? result?.commit
            next.tag = isForeign ? result?.tag : result?.tag ?? reply.tag
            next.size = isForeign ? result?.size : result?.size ?? reply.size
            if !isForeign { note(reply) }
            if let before = result?.commit, before != next.commit {
                throw HubError.corrupt(name: path, reason: "one answer is of commit \(before), the next of \(next.commit ?? "")")
            }
            result = next
            guard let location = reply.location else { return next }
            guard let target = WebOrigin.target(of: location, from: address) else {
                throw HubError.unavailable("the Hub redirects \(path) to an address that is not allowed")
            }
            let isKnown = next.commit != nil && (next.tag != nil || next.commit == known)
            if method == .head, isKnown || WebOrigin(target) != home { return next }
            address = target
        }
        throw HubError.unavailable("the Hub redirects \(path) more than \(Self.hops) times")
    }

    private func send(
        _ method: HTTPTypes.HTTPRequest.Method, _ address: String, isForeign: Bool, resumes: PieceStart?
    ) async throws -> Transport.HTTPResponse {
        var request = Transport.HTTPRequest(method, address)
        if let resumes { request.fields[.range] = "bytes=\(resumes.offset)-" }
        return try await client.send(request, isTrusted: !isForeign)
    }

    /// Sends a body to a path of the endpoint, or to an address that the Hub gave for it: the token goes along only to the Hub itself.
    /// - Throws: `HubError`.
    func send(_ request: Transport.HTTPRequest) async throws -> (reply: HubReply, body: HTTPBody, fields: HTTPFields) {
        let home = try home()
        var request = request
        if request.url.hasPrefix("/") { request.url = settings.endpoint + request.url }
        let isForeign = WebOrigin(request.url) != home
        let response = try await client.send(request, isTrusted: !isForeign)
        var reply = HubReply(status: response.status, fields: response.fields)
        if !isForeign { note(reply) }
        if !isForeign, reply.status >= 400, reply.errorMessage == nil {
            // The API's own calls say it in the body.
            struct Message: Decodable { var error: String }
            let bytes = try await response.body.whole(upTo: 64 << 10, of: request.url)
            reply.errorMessage = (try? JSONDecoder().decode(Message.self, from: Data(bytes)))?.error
        }
        return (reply, response.body, response.fields)
    }

    private func home() throws -> WebOrigin {
        guard let home = WebOrigin(settings.endpoint) else {
            throw HubError.settings(
                what: "HF_ENDPOINT is no web address: \(settings.endpoint)", remedy: "Write it like https://huggingface.co.")
        }
        return home
    }

    private func note(_ reply: HubReply) {
        guard let warning = reply.warning, warned.first(String(warning.prefix { $0 != ";" })) else { return }
        logger.warning("The Hub warns", metadata: ["warning": "\(warning)"])
    }
}

/// Tells the first time of each word from the later ones.
final class Once: Sendable {
    private let seen = Mutex<Set<String>>([])

    /// Whether the word had not been given before. At most 100 are remembered.
    func first(_ word: String) -> Bool {
        seen.withLock { $0.count < 100 && $0.insert(word).inserted }
    }
}
