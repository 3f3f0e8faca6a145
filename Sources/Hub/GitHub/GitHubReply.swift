import Foundation
import HTTPTypes

/// What the head of one of GitHub's answers says.
struct GitHubReply: Sendable, Equatable {
    var status: Int
    var etag: String?
    var location: String?
    /// Whether a list goes on at another page: `Link: <…>; rel="next"` (RFC 8288).
    var hasNext: Bool
    /// Where the body begins in the content; nil when that cannot be told.
    var offset: Int64?
    var requestID: String?
    /// Whether the organisation wants the token to be let in by single sign-on first.
    var wantsSignOn: Bool
    /// How long GitHub asks to wait before the next request.
    var wait: Duration?

    init(status: Int, fields: HTTPFields, now: Date) {
        func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }
        self.status = status
        etag = field("ETag")
        location = (300..<400).contains(status) && status != 304 ? field("Location") : nil
        hasNext = field("Link")?.contains(#"rel="next""#) ?? false
        offset = ContentRange.offset(status: status, range: field("Content-Range"), encoding: field("Content-Encoding"))
        requestID = field("X-GitHub-Request-Id")
        wantsSignOn = field("X-GitHub-SSO") != nil
        wait = Self.wait(
            retryAfter: field("Retry-After"), remaining: field("X-RateLimit-Remaining"), reset: field("X-RateLimit-Reset"),
            now: field("Date").flatMap(Self.date) ?? now)
    }

    /// The wait asked for: `Retry-After` in seconds, else, when nothing is left, up to `X-RateLimit-Reset`, in seconds since 1970 by GitHub's
    /// own clock. Nil when there is no need to wait; never more than an hour, which is GitHub's window.
    static func wait(retryAfter: String?, remaining: String?, reset: String?, now: Date) -> Duration? {
        var seconds = retryAfter.flatMap { Int($0) }
        if seconds == nil, remaining == "0", let reset = reset.flatMap(Double.init), reset.isFinite {
            // One more, as both clocks are rounded to seconds.
            seconds = Int(min(max(reset - now.timeIntervalSince1970, 0), 3_600)) + 1
        }
        return seconds.map { .seconds(min(max($0, 0), 3_600)) }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, as RFC 9110 has it.
    static func date(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.date(from: text)
    }

    /// What an answer that is no success means to the caller. GitHub answers 404 alike for a private and for a missing repository, so the
    /// remedy names both.
    /// - Parameters:
    ///   - message: `message` of the answer's body.
    ///   - subject: What was asked for, for the text.
    ///   - isWriting: Whether the request was to change something.
    func error(_ repository: GitHubRepository, subject: String, message: String?, hasToken: Bool, isWriting: Bool) -> HubError {
        let name = "github://\(repository.id)"
        let said = "HTTP \(status)\(message.map { ", \($0)" } ?? "")\(requestID.map { " (request \($0))" } ?? "")"
        let scope = isWriting ? "Contents: read and write" : "Contents: read"
        let isLimit = [403, 429].contains(status) && (message?.lowercased().contains("rate limit") ?? false)
        switch status {
        case 401:
            return .settings(
                what: "GitHub does not accept GITHUB_TOKEN: \(said)", remedy: "Make a new token on GitHub and set GITHUB_TOKEN to it.")
        case _ where status == 429 || status == 403 && (wait != nil || isLimit):
            // GitHub asks for a minute where it names no time.
            return .rateLimited(retryAfter: wait ?? .seconds(60))
        case 403 where wantsSignOn:
            return .settings(
                what: "the organisation of \(name) wants GITHUB_TOKEN to be let in: \(said)",
                remedy: "Authorise the token for single sign-on in its settings on GitHub.")
        case 403:
            return .settings(
                what: "GITHUB_TOKEN may not \(isWriting ? "write to" : "read") \(name): \(said)",
                remedy: "Give the token the permission \(scope) for this repository\(hasToken ? "" : ", and set it").")
        case 404 where !hasToken:
            return .settings(
                what: "\(subject) is not found at \(name), which may be private, and no token was sent: \(said)",
                remedy: "Set GITHUB_TOKEN to a token with the permission \(scope), and check the name.")
        case 404:
            return .settings(
                what: "\(subject) is not found at \(name), or GITHUB_TOKEN may not see it: \(said)",
                remedy: "Check the name; a fine-grained token needs this repository ticked, with the permission \(scope).")
        case 408, 500...: return .unavailable("GitHub answered \(said)")
        case 400..<500 where isWriting:
            return .settings(what: "GitHub refuses \(subject): \(said)", remedy: "Correct what GitHub names and publish again.")
        default: return .unavailable("GitHub gave an answer that is not understood for \(subject): \(said)")
        }
    }
}
