import Base
import Synchronization

/// The API's limits.
extension StandInDiscord {
    struct Refusal {
        var retryAfter: Double
        var scope: String
    }

    /// - Parameter isExempt: Whether the bot's global limit leaves it alone.
    /// - Returns: nil when it may pass.
    func admit(_ name: String, isExempt: Bool, _ fault: RequestFault?) -> Refusal? {
        state.withLock { state in
            var bucket = state.buckets[name] ?? StandInDiscordState.Bucket()
            defer { state.buckets[name] = bucket }
            let closures = [isExempt ? nil : state.globalClosure, state.networkClosure, bucket.closure]
            if let closed = closures.compactMap({ $0 }).filter({ $0.until > now }).max(by: { $0.until < $1.until }) {
                state.record.refused += 1
                // A request that was on its way when the limit was told is not to be blamed; nor one that is a tenth of a second early.
                if now > closed.since + 0.1 * options.speed && now < closed.until - 0.1 * options.speed {
                    state.record.violations.append("api: \(name) sent \(closed.until - now) s too early after a 429")
                }
                return Refusal(retryAfter: closed.until - now, scope: "user")
            }
            if case .globalLimit(let pause) = fault {
                state.globalClosure = (now, now + pause)
                return Refusal(retryAfter: pause, scope: "global")
            }
            if !isExempt {
                state.recent = state.recent.filter { $0 > now - 1 } + [now]
                if state.recent.count > 50 && options.speed == 1 {
                    state.record.violations.append("api: more than 50 requests in a second")
                    state.globalClosure = (now, now + 1)
                    return Refusal(retryAfter: 1, scope: "global")
                }
            }
            if now >= bucket.began + options.bucketWindow { (bucket.began, bucket.count) = (now, 0) }
            bucket.count += 1
            switch fault {
            case .userLimit(let pause), .sharedLimit(let pause):
                bucket.closure = (now, now + pause)
                return Refusal(retryAfter: pause, scope: fault == .sharedLimit(pause) ? "shared" : "user")
            case .status, .globalLimit, .cloudflare, .cut, .loseAnswer, nil: break
            }
            guard bucket.count > options.bucketLimit else { return nil }
            state.record.refused += 1
            let end = bucket.began + options.bucketWindow
            bucket.closure = (now, end)
            return Refusal(retryAfter: end - now, scope: "user")
        }
    }

    func refuse(_ refusal: Refusal, on connection: StandInConnection) throws {
        var headers = [
            ("Retry-After", String(Int(refusal.retryAfter.rounded(.up)))), ("X-RateLimit-Scope", refusal.scope), ("Via", "1.1 stand-in"),
        ]
        if refusal.scope == "global" { headers.append(("X-RateLimit-Global", "true")) }
        let body = #"{"message":"You are being rate limited.","retry_after":\#(refusal.retryAfter),"global":\#(refusal.scope == "global")}"#
        try connection.respond(429, headers: headers, text: body)
    }

    /// The fields that tell a bucket's state.
    func limits(of name: String) -> [(String, String)] {
        let bucket = state.withLock { $0.buckets[name] } ?? StandInDiscordState.Bucket()
        // The hash does not tell one channel from another: that is for the client to add.
        let hash = SHA1.digest(Array(name.filter { !$0.isNumber }.utf8)).prefix(8).map { String($0, radix: 16) }.joined()
        return [
            ("X-RateLimit-Bucket", hash), ("X-RateLimit-Limit", String(options.bucketLimit)),
            ("X-RateLimit-Remaining", String(max(options.bucketLimit - bucket.count, 0))),
            ("X-RateLimit-Reset-After", String(max(bucket.began + options.bucketWindow - now, 0))), ("X-RateLimit-Reset", "1"),
            ("Via", "1.1 stand-in"),
        ]
    }
}
