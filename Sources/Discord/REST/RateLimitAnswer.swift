import Base
import Foundation
import HTTPTypes

/// What an answer says about rate limits.
struct RateLimitAnswer: Sendable, Equatable {
    struct Bucket: Sendable, Equatable {
        var hash: String
        var limit: Int
        var remaining: Int
        var resetAfter: Duration
    }

    /// Whom a 429 closes out.
    enum Refusal: Sendable, Equatable {
        /// This bucket; the fault is ours.
        case user(retryAfter: Duration)
        /// This resource, for everybody; not our fault and not counted against us.
        case shared(retryAfter: Duration)
        /// The bot, on all routes.
        case global(retryAfter: Duration)
        /// The address that we come from, by Cloudflare in front of the API: HTML, with no more than a Retry-After.
        case network(retryAfter: Duration)

        var retryAfter: Duration {
            switch self {
            case .user(let pause), .shared(let pause), .global(let pause), .network(let pause): pause
            }
        }
    }

    var bucket: Bucket?
    var refusal: Refusal?
    /// Whether it counts towards the 10,000 invalid requests in 10 minutes that get an address banned.
    var isInvalid: Bool

    /// Discord's own refusals are JSON objects; some of those by codes of their own say no time.
    private struct Body: Decodable {
        var retry_after: Double?
        var global: Bool?
    }

    init(status: Int, fields: HTTPFields, body: [UInt8]) {
        if let hash = fields[.rateLimitBucket], let limit = fields[.rateLimitLimit].flatMap(Int.init),
            let remaining = fields[.rateLimitRemaining].flatMap(Int.init), let reset = fields[.rateLimitResetAfter].flatMap(Double.init)
        {
            bucket = Bucket(hash: hash, limit: limit, remaining: remaining, resetAfter: Self.pause(reset))
        }
        guard status == 429 else {
            isInvalid = status == 401 || status == 403
            return
        }
        let header = fields[.retryAfter].flatMap(Double.init)
        let scope = fields[.rateLimitScope]
        if let body = try? JSONDecoder().decode(Body.self, from: Data(body)) {
            let pause = Self.pause(body.retry_after ?? header ?? 5)
            let isGlobal = body.global == true || scope == "global" || fields[.rateLimitGlobal] != nil
            refusal = isGlobal ? .global(retryAfter: pause) : scope == "shared" ? .shared(retryAfter: pause) : .user(retryAfter: pause)
        } else {
            refusal = .network(retryAfter: Self.pause(header ?? 60))
        }
        isInvalid = scope != "shared"
    }

    /// Seconds as a duration, at most a day.
    private static func pause(_ seconds: Double) -> Duration {
        seconds.isFinite ? .seconds(min(max(seconds, 0), 86_400)) : .seconds(60)
    }
}

extension HTTPField.Name {
    fileprivate static let rateLimitBucket = known("X-RateLimit-Bucket")
    fileprivate static let rateLimitLimit = known("X-RateLimit-Limit")
    fileprivate static let rateLimitRemaining = known("X-RateLimit-Remaining")
    fileprivate static let rateLimitResetAfter = known("X-RateLimit-Reset-After")
    fileprivate static let rateLimitGlobal = known("X-RateLimit-Global")
    fileprivate static let rateLimitScope = known("X-RateLimit-Scope")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no name of a field") }
        return name
    }
}
