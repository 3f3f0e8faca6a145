import HTTPTypes

/// What the head of one of the Hub's answers says.
struct HubReply: Sendable, Equatable {
    var status: Int
    /// `X-Repo-Commit`: the commit that the answer is about.
    var commit: String?
    /// The sign of the file's content: `X-Linked-Etag`, or the `ETag` of an answer that is no redirect; without quotes and weakness mark.
    var tag: String?
    /// `X-Linked-Size`, or the length of an answer that is no redirect, whole and not compressed.
    var size: Int64?
    /// Where the body begins in the content; nil when that cannot be told.
    var offset: Int64?
    var location: String?
    var errorCode: String?
    var errorMessage: String?
    var requestID: String?
    /// `topic; message`.
    var warning: String?
    /// How long the Hub asks to wait before the next request.
    var wait: Duration?

    init(status: Int, fields: HTTPFields) {
        func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }
        let isRedirect = (300..<400).contains(status)
        self.status = status
        commit = field("X-Repo-Commit")
        tag = (field("X-Linked-Etag") ?? (isRedirect ? nil : field("ETag"))).map(Self.bare)
        let isWhole = status == 200 && (field("Content-Encoding") ?? "identity") == "identity"
        size = (field("X-Linked-Size") ?? (isWhole ? field("Content-Length") : nil)).flatMap { Int64($0) }
        offset = ContentRange.offset(status: status, range: field("Content-Range"), encoding: field("Content-Encoding"))
        location = isRedirect ? field("Location") : nil
        errorCode = field("X-Error-Code")
        errorMessage = field("X-Error-Message")
        requestID = field("X-Request-Id")
        warning = field("X-HF-Warning")
        wait = HubRateLimit.wait(rateLimit: field("RateLimit"), retryAfter: field("Retry-After"))
    }

    private static func bare(_ tag: String) -> String {
        String(tag.trimmingPrefix("W/").filter { $0 != "\"" })
    }
}

/// How the Hub tells to slow down.
enum HubRateLimit {
    /// The wait asked for: `RateLimit: "resolvers";r=0;t=120` (nothing left for 120 s; one more is added, as the seconds are rounded down),
    /// else `Retry-After` in seconds. Nil when there is no need to wait; never more than an hour.
    static func wait(rateLimit: String?, retryAfter: String?) -> Duration? {
        var left: Int?
        var seconds: Int?
        for part in rateLimit?.split(separator: ";") ?? [] {
            let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingPrefix(" ") }
            guard sides.count == 2, let number = Int(sides[1]) else { continue }
            if sides[0] == "r" { left = number }
            if sides[0] == "t" { seconds = number }
        }
        let wait = left == 0 ? seconds.map { $0 + 1 } : retryAfter.flatMap { Int($0) }
        return wait.map { .seconds(min(max($0, 0), 3_600)) }
    }
}
