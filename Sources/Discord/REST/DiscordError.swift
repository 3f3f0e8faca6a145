package import Base
import Foundation
package import Transport

/// Why a request to the API came to nothing.
package struct DiscordError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Why a call failed, as far as the caller acts on it.
    package enum Kind: Sendable, Equatable {
        /// 401: the token is wrong. No further request is sent.
        case unauthorized
        /// 50001: the channel or server cannot be seen.
        case missingAccess
        /// 50013 and other 403s.
        case missingPermissions
        case unknownChannel
        case unknownMessage
        /// 160002 and its like: the message cannot be replied to.
        case replyImpossible
        /// 50083
        case archivedThread
        /// 200000, 240000: the server's own rules block the text.
        case blockedByModeration
        /// 20022, 20028, 30046: this action is allowed less often than asked for.
        case tooOften
        /// 50006
        case emptyMessage
        /// 50035 and other 400s: the request is wrong, which is a mistake of ours.
        case invalidRequest
        /// 403 or 429 without a word from Discord: the network in front of it refuses the address that we come from; nil: for who knows how
        /// long.
        case blocked(retryAfter: Duration?)
        /// 404 without a word about what is unknown: there is no API at this address.
        case noSuchRoute
        /// 40333: the User-Agent is not of the required form.
        case badUserAgent
        /// The text is longer than 2,000 UTF-16 units; it was not sent.
        case tooLong
        /// The buttons are more, or longer, than Discord takes; they were not sent.
        case badButtons
        /// 10062, 10015, 50027: the interaction was answered too late, or its 15 minutes are over.
        case interactionExpired
        /// 40060: it has had its first response.
        case alreadyAcknowledged
        /// An attachment has more bytes than are accepted.
        case fileTooLarge(limit: Int)
        /// An attachment was deleted, or its address is too old: the message holds a newer one.
        case fileGone
        /// Waiting for the rate limit would have taken longer than the caller waits.
        case rateLimited(retryAfter: Duration)
        /// Our own circuit breaker.
        case tooManyInvalidRequests(retryAfter: Duration)
        /// Too many requests wait already.
        case overloaded
        case unreachable(TransportError)
        /// 5xx, again and again.
        case serverFailure
        case unreadableAnswer
    }

    package var kind: Kind
    /// Method and path without ids.
    package var call: String
    package var status: Int?
    /// Discord's own code.
    package var code: Int?
    /// Discord's own words.
    package var detail: String

    init(_ kind: Kind, call: String, status: Int? = nil, code: Int? = nil, detail: String = "") {
        self.kind = kind
        self.call = call
        self.status = status
        self.code = code
        self.detail = detail
    }

    private struct Body: Decodable {
        var code: Int?
        var message: String?
    }

    /// A 429.
    init(refusal: RateLimitAnswer.Refusal?, call: String) {
        let kind: Kind =
            switch refusal {
            case .network(let pause): .blocked(retryAfter: pause)
            case .user(let pause), .shared(let pause), .global(let pause): .rateLimited(retryAfter: pause)
            case nil: .rateLimited(retryAfter: .zero)
            }
        self.init(kind, call: call, status: 429)
    }

    /// Reads the error out of an answer that is neither 2xx nor 429.
    init(call: String, status: Int, body: [UInt8]) {
        let told = try? JSONDecoder().decode(Body.self, from: Data(body))
        let kind: Kind =
            switch (status, told?.code ?? 0) {
            // The last of them comes as a 401 which is about the interaction's token.
            case (_, 10062), (_, 10015), (_, 50027): .interactionExpired
            case (401, _): .unauthorized
            case (_, 50001): .missingAccess
            case (_, 10003): .unknownChannel
            case (_, 10008): .unknownMessage
            case (_, 40060): .alreadyAcknowledged
            case (_, 160_002), (_, 160_005), (_, 160_006): .replyImpossible
            case (_, 50083): .archivedThread
            case (_, 200_000), (_, 240_000): .blockedByModeration
            case (_, 20022), (_, 20028), (_, 30046): .tooOften
            case (_, 50006): .emptyMessage
            case (_, 40333): .badUserAgent
            case (403, _) where told == nil: .blocked(retryAfter: nil)
            case (_, 50013), (403, _): .missingPermissions
            case (404, 0): .noSuchRoute
            case (500..., _): .serverFailure
            case (_, _): .invalidRequest
            }
        self.init(kind, call: call, status: status, code: told?.code, detail: told?.message ?? "")
    }

    package var description: String { problem.description }

    /// The same for a person to read.
    package var problem: Problem {
        let told = [status.map { "HTTP \($0)" }, code.flatMap { $0 == 0 ? nil : "code \($0)" }, detail.isEmpty ? nil : detail]
            .compactMap { $0 }.joined(separator: ", ")
        let (reason, remedy) = words
        return Problem(
            isTemporary ? .temporary : .failure, what: "a request to Discord failed", location: call,
            reason: told.isEmpty ? reason : "\(reason) (\(told))", remedy: remedy)
    }

    private var isTemporary: Bool {
        switch kind {
        case .rateLimited, .tooManyInvalidRequests, .overloaded, .unreachable, .serverFailure, .tooOften, .blocked: true
        case .unauthorized, .missingAccess, .missingPermissions, .unknownChannel, .unknownMessage, .replyImpossible, .archivedThread,
            .blockedByModeration, .emptyMessage, .invalidRequest, .noSuchRoute, .badUserAgent, .tooLong, .badButtons, .interactionExpired,
            .alreadyAcknowledged, .fileTooLarge, .fileGone, .unreadableAnswer:
            false
        }
    }

    private var words: (reason: String, remedy: String) {
        switch kind {
        case .unauthorized: (StopReason.tokenRejected.reason, StopReason.tokenRejected.remedy)
        case .missingAccess: ("the bot cannot see this channel", "Give the bot's role View Channel there.")
        case .missingPermissions:
            ("the bot lacks a permission", "Give the bot's role Send Messages, Send Messages in Threads and Read Message History there.")
        case .unknownChannel: ("the channel is gone", "Nothing is to be done.")
        case .unknownMessage: ("the message is gone", "Nothing is to be done.")
        case .replyImpossible: ("the message cannot be replied to", "Give the bot's role Read Message History there.")
        case .archivedThread: ("the thread is archived", "Open the thread again.")
        case .blockedByModeration: ("the server's moderation blocks the text", "Review the server's AutoMod rules, or exempt the bot's role.")
        case .tooOften: ("Discord allows this less often", "Try again later.")
        case .emptyMessage: ("the message is empty", "Report this as a mistake of Docent.")
        case .invalidRequest: ("Discord does not take the request", "Report this as a mistake of Docent.")
        case .blocked(let pause):
            (
                "the network in front of Discord refuses this machine's address"
                    + (pause.map { " for another \(($0.components.seconds + 60) / 60) min" } ?? ""),
                "Try from another address, or by HTTPS_PROXY; shared hosts are blocked at times for what their neighbours do."
            )
        case .noSuchRoute: ("the API has no such address", "Check DISCORD_API_BASE.")
        case .badUserAgent: ("Discord does not take the User-Agent", "Report this as a mistake of Docent.")
        case .tooLong: ("the text is longer than 2,000 characters", "Report this as a mistake of Docent.")
        case .badButtons: ("the buttons are not what Discord takes", "Report this as a mistake of Docent.")
        case .interactionExpired:
            ("the command or button was answered too late", "Use it again; if this happens often, look for a slow network or a busy machine.")
        case .alreadyAcknowledged: ("the command or button was answered already", "Make sure that the bot runs only once.")
        case .fileTooLarge(let limit): ("the file is larger than the \(limit) bytes accepted", "Give a smaller one.")
        case .fileGone: ("the file is gone, or its address no longer works", "Attach it again.")
        case .rateLimited(let pause): ("the rate limit is reached for another \(pause.components.seconds + 1) s", "Try again then.")
        case .tooManyInvalidRequests(let pause):
            (
                "too many requests were refused, and more could get this address banned",
                "Look up in the log what was refused; requests go on in \(pause.components.seconds + 1) s."
            )
        case .overloaded: ("too many requests wait already", "Try again later.")
        case .unreachable(let error): (error.description, "Check the network; HTTPS_PROXY is obeyed. Trying goes on.")
        case .serverFailure: ("Discord has a fault", "Try again later; see discordstatus.com.")
        case .unreadableAnswer: ("the answer cannot be read", "Check DISCORD_API_BASE.")
        }
    }
}
