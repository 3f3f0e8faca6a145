import Base
import HTTPTypes
import Testing

@testable import Discord

struct RateLimiterTests {
    static let route = RateLimiter.Route(name: "POST /channels/:id/messages", major: "1")
    static let other = RateLimiter.Route(name: "POST /channels/:id/messages", major: "2")

    static func answer(remaining: Int, limit: Int = 5, reset: Duration = .seconds(5), refusal: RateLimitAnswer.Refusal? = nil) -> RateLimitAnswer {
        var answer = RateLimitAnswer(status: 200, fields: [:], body: [])
        answer.bucket = RateLimitAnswer.Bucket(hash: "h", limit: limit, remaining: remaining, resetAfter: reset)
        answer.refusal = refusal
        return answer
    }

    /// A limiter that has learnt the bucket of `route`.
    static func taught(remaining: Int, limit: Int = 5) -> RateLimiter {
        var limiter = RateLimiter()
        if let permit = limiter.ask(route, now: .zero).permit { limiter.complete(permit, answer(remaining: remaining, limit: limit), now: .zero) }
        return limiter
    }

    /// An answer that tells no bucket.
    private static let unlimited = RateLimitAnswer(status: 204, fields: [:], body: [])

    @Test func `until a bucket is known one request goes at a time, and a dropped permit frees it`() {
        var limiter = RateLimiter()
        let first = limiter.ask(Self.route, now: .zero).permit
        #expect(first != nil)
        let ticket = limiter.enqueue(Self.route) ?? 0
        #expect(limiter.claim(ticket, now: .zero) == .wait(until: nil))
        if let first { limiter.release(first, now: .zero) }
        #expect(limiter.claim(ticket, now: .zero).permit != nil)
    }

    @Test func `a bucket gives what remains, then waits for its reset`() {
        var limiter = Self.taught(remaining: 2)
        #expect(limiter.ask(Self.route, now: .seconds(1)).permit != nil)
        #expect(limiter.ask(Self.route, now: .seconds(1)).permit != nil)
        #expect(limiter.ask(Self.route, now: .seconds(1)) == .wait(until: .seconds(5)))
    }

    @Test func `after the reset the new window is not overfilled by what is still under way`() {
        var limiter = Self.taught(remaining: 2)
        #expect(limiter.ask(Self.route, now: .seconds(1)).permit != nil)
        let granted = (0..<10).filter { _ in limiter.ask(Self.route, now: .seconds(6)).permit != nil }
        #expect(granted.count == 1 + 3)
    }

    @Test func `answers that overtake one another do not raise the count within a window`() {
        var limiter = Self.taught(remaining: 4)
        let permits = (0..<3).compactMap { _ in limiter.ask(Self.route, now: .zero).permit }
        for (permit, remaining) in zip(permits, [1, 2, 3]) { limiter.complete(permit, Self.answer(remaining: remaining), now: .seconds(1)) }
        #expect(limiter.ask(Self.route, now: .seconds(1)).permit != nil)
        #expect(limiter.ask(Self.route, now: .seconds(1)).permit == nil)
    }

    @Test func `buckets are kept apart by the major parameter and shared by the hash`() {
        var limiter = Self.taught(remaining: 0)
        #expect(limiter.ask(Self.other, now: .zero).permit != nil)
        let typing = RateLimiter.Route(name: "POST /channels/:id/typing", major: "1")
        if let permit = limiter.ask(typing, now: .zero).permit { limiter.complete(permit, Self.answer(remaining: 0), now: .zero) }
        #expect(limiter.ask(typing, now: .zero) == .wait(until: .seconds(5)))
    }

    @Test func `a sub-limit closes a bucket that has requests remaining`() {
        var limiter = Self.taught(remaining: 4)
        if let permit = limiter.ask(Self.route, now: .zero).permit {
            limiter.complete(permit, Self.answer(remaining: 3, refusal: .user(retryAfter: .seconds(20))), now: .zero)
        }
        #expect(limiter.ask(Self.route, now: .seconds(19)) == .wait(until: .seconds(20)))
        #expect(limiter.ask(Self.route, now: .seconds(20)).permit != nil)
    }

    @Test(arguments: [RateLimitAnswer.Refusal.global(retryAfter: .seconds(3)), .network(retryAfter: .seconds(3))])
    func `a global refusal closes every route`(refusal: RateLimitAnswer.Refusal) {
        var limiter = RateLimiter()
        if let permit = limiter.ask(Self.route, now: .zero).permit {
            limiter.complete(permit, Self.answer(remaining: 1, refusal: refusal), now: .zero)
        }
        #expect(limiter.ask(Self.other, now: .seconds(1)) == .wait(until: .seconds(3)))
        #expect(limiter.ask(Self.other, now: .seconds(3)).permit != nil)
    }

    @Test func `never more than 50 in a second over all routes`() {
        var limiter = RateLimiter()
        let granted = (0..<100).compactMap { limiter.ask(RateLimiter.Route(name: "x", major: "\($0)"), now: .zero).permit }
        #expect(granted.count == RateLimiter.globalLimit && RateLimiter.globalLimit <= 50)
        // What is still on its way may arrive at any time.
        #expect(limiter.ask(Self.route, now: .seconds(9)) == .wait(until: nil))
        limiter.complete(granted[0], Self.unlimited, now: .seconds(10))
        #expect(limiter.ask(Self.route, now: .milliseconds(10_999)) == .wait(until: .seconds(11)))
        #expect(limiter.ask(Self.route, now: .seconds(11)).permit != nil)
    }

    @Test func `a request that was given up may still arrive, so it counts for longer`() {
        var limiter = RateLimiter()
        let granted = (0..<100).compactMap { limiter.ask(RateLimiter.Route(name: "x", major: "\($0)"), now: .zero).permit }
        limiter.release(granted[0], now: .zero)
        limiter.complete(granted[1], Self.unlimited, now: .milliseconds(500))
        // The one that was answered makes room first.
        #expect(limiter.ask(Self.route, now: .seconds(1)) == .wait(until: .milliseconds(1_500)))
        #expect(limiter.ask(Self.route, now: .milliseconds(1_500)).permit != nil)
        #expect(limiter.ask(Self.other, now: .milliseconds(1_999)) == .wait(until: .seconds(2)))
        #expect(limiter.ask(Self.other, now: .seconds(2)).permit != nil)
    }

    @Test func `answers to interactions neither count for the bot's limit nor wait for it, but for the network they do`() {
        var limiter = RateLimiter()
        func interaction(_ id: Int) -> RateLimiter.Route {
            RateLimiter.Route(name: "POST /interactions/:id/:token/callback", major: "\(id)", isExempt: true)
        }
        for id in 0..<100 { #expect(limiter.ask(interaction(id), now: .zero).permit != nil) }
        let counted = (0..<100).compactMap { limiter.ask(RateLimiter.Route(name: "x", major: "\($0)"), now: .zero).permit }
        #expect(counted.count == RateLimiter.globalLimit)
        #expect(limiter.ask(interaction(100), now: .zero).permit != nil)
        limiter.complete(counted[0], Self.answer(remaining: 1, refusal: .global(retryAfter: .seconds(9))), now: .zero)
        #expect(limiter.ask(interaction(101), now: .seconds(1)).permit != nil)
        limiter.complete(counted[1], Self.answer(remaining: 1, refusal: .network(retryAfter: .seconds(3))), now: .zero)
        #expect(limiter.ask(interaction(102), now: .seconds(1)) == .wait(until: .seconds(3)))
    }

    @Test func `a route whose answers tell of no bucket goes one request at a time, each channel by itself`() {
        var limiter = RateLimiter()
        for now in 0..<10 {
            guard let permit = limiter.ask(Self.route, now: .seconds(now)).permit else { return #expect(Bool(false), "stuck at \(now)") }
            #expect(limiter.ask(Self.route, now: .seconds(now)) == .wait(until: nil))
            let other = limiter.ask(Self.other, now: .seconds(now)).permit
            #expect(other != nil)
            for permit in [permit, other].compactMap(\.self) {
                limiter.complete(permit, RateLimitAnswer(status: 204, fields: [:], body: []), now: .seconds(now))
            }
        }
    }

    @Test func `a bucket that gets another hash is followed, and what is under way in the old one is not lost`() {
        var limiter = Self.taught(remaining: 4)
        guard let old = limiter.ask(Self.route, now: .zero).permit, let changing = limiter.ask(Self.route, now: .zero).permit else {
            return #expect(Bool(false), "nothing granted")
        }
        var moved = Self.answer(remaining: 0, limit: 1, reset: .seconds(30))
        moved.bucket?.hash = "new"
        limiter.complete(changing, moved, now: .seconds(1))
        #expect(limiter.ask(Self.route, now: .seconds(2)) == .wait(until: .seconds(31)))
        limiter.complete(old, Self.answer(remaining: 3), now: .seconds(2))
        // The last answer names the old bucket once more.
        #expect(limiter.ask(Self.route, now: .seconds(2)).permit != nil)
    }

    @Test func `idle buckets are forgotten, closed ones are not`() {
        var limiter = RateLimiter()
        for number in 0..<3 * RateLimiter.manyBuckets {
            let route = RateLimiter.Route(name: "x", major: "\(number)")
            guard let permit = limiter.ask(route, now: .seconds(number)).permit else { return #expect(Bool(false), "stuck at \(number)") }
            let refusal: RateLimitAnswer.Refusal? = number == 0 ? .user(retryAfter: .seconds(100_000)) : nil
            limiter.complete(permit, Self.answer(remaining: 4, reset: .seconds(1), refusal: refusal), now: .seconds(number))
        }
        #expect(limiter.bucketCount <= RateLimiter.manyBuckets + 1)
        #expect(limiter.ask(RateLimiter.Route(name: "x", major: "0"), now: .seconds(50_000)) == .wait(until: .seconds(100_000)))
    }

    @Test func `many invalid requests open the circuit breaker, shared refusals do not`() {
        var (limiter, shared) = (RateLimiter(), RateLimiter())
        for index in 0..<RateLimiter.invalidLimit {
            let now = Duration.seconds(index) / 10
            let route = RateLimiter.Route(name: "x", major: "\(index)")
            if let permit = limiter.ask(route, now: now).permit {
                limiter.complete(permit, RateLimitAnswer(status: 403, fields: [:], body: []), now: now)
            }
            if let permit = shared.ask(route, now: now).permit { shared.complete(permit, Self.refused(scope: "shared"), now: now) }
        }
        #expect(limiter.ask(Self.route, now: .seconds(60)) == .broken(until: .seconds(600)))
        #expect(limiter.stoppage(now: .seconds(60)) == .invalid(until: .seconds(600)) && shared.stoppage(now: .seconds(60)) == nil)
        #expect(limiter.ask(Self.route, now: .seconds(600)).permit != nil)
        #expect(shared.ask(Self.route, now: .seconds(60)).permit != nil)
    }

    @Test(
        arguments: [
            (.network(retryAfter: .seconds(600)), .network(until: .seconds(600))), (.global(retryAfter: .seconds(20)), .global(until: .seconds(20))),
            (.network(retryAfter: .seconds(2)), nil), (.user(retryAfter: .seconds(600)), nil), (.shared(retryAfter: .seconds(600)), nil), (nil, nil),
        ] as [(RateLimitAnswer.Refusal?, RateLimiter.Stoppage?)])
    func `only what stops everything for long is a stoppage`(refusal: RateLimitAnswer.Refusal?, stoppage: RateLimiter.Stoppage?) {
        var limiter = RateLimiter()
        if let permit = limiter.ask(Self.route, now: .zero).permit {
            limiter.complete(permit, Self.answer(remaining: 1, refusal: refusal), now: .zero)
        }
        #expect(limiter.stoppage(now: .zero) == stoppage)
        #expect(limiter.stoppage(now: .seconds(600)) == nil)
    }

    @Test func `a refusal in Discord's own words without a time closes its bucket and nothing else`() {
        let body = Array(#"{"message":"The write action you are performing has hit the write rate limit.","code":20028}"#.utf8)
        #expect(RateLimitAnswer(status: 429, fields: [:], body: body).refusal == .user(retryAfter: .seconds(5)))
        #expect(RateLimitAnswer(status: 429, fields: Self.fields(["Retry-After": "3"]), body: body).refusal == .user(retryAfter: .seconds(3)))
        #expect(RateLimitAnswer(status: 429, fields: [:], body: Array("error code: 1015".utf8)).refusal == .network(retryAfter: .seconds(60)))
    }

    @Test func `requests of a bucket go in the order in which they asked`() {
        var limiter = Self.taught(remaining: 1)
        let (first, second) = (limiter.enqueue(Self.route) ?? 0, limiter.enqueue(Self.route) ?? 0)
        #expect(limiter.claim(second, now: .zero) == .wait(until: nil))
        limiter.withdraw(first)
        #expect(limiter.claim(second, now: .zero).permit != nil)
    }

    @Test func `the queue is bounded`() {
        var limiter = RateLimiter()
        for _ in 0..<RateLimiter.maximumWaiting { #expect(limiter.enqueue(Self.route) != nil) }
        #expect(limiter.enqueue(Self.route) == nil)
    }

    static func refused(scope: String) -> RateLimitAnswer {
        let body = Array(#"{"message":"slow","retry_after":0.25,"global":false}"#.utf8)
        return RateLimitAnswer(status: 429, fields: fields(["X-RateLimit-Scope": scope]), body: body)
    }

    static func fields(_ values: [String: String]) -> HTTPFields {
        HTTPFields(values.compactMap { name, value in HTTPField.Name(name).map { HTTPField(name: $0, value: value) } })
    }

    @Test func `a bucket is read from its fields, and an incomplete or senseless one is none`() {
        let whole = [
            "X-RateLimit-Bucket": "abc", "X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": "0.75",
            "X-RateLimit-Reset": "1470173023.123",
        ]
        let bucket = RateLimitAnswer.Bucket(hash: "abc", limit: 5, remaining: 0, resetAfter: .milliseconds(750))
        #expect(RateLimitAnswer(status: 200, fields: Self.fields(whole), body: []).bucket == bucket)
        for name in whole.keys where name != "X-RateLimit-Reset" {
            for value in [nil, "x"] where name != "X-RateLimit-Bucket" || value == nil {
                var fields = whole
                fields[name] = value
                #expect(RateLimitAnswer(status: 200, fields: Self.fields(fields), body: []).bucket == nil)
            }
        }
    }

    @Test func `a 429 is read by its scope`() {
        #expect(Self.refused(scope: "user").refusal == .user(retryAfter: .milliseconds(250)))
        #expect(Self.refused(scope: "shared").refusal == .shared(retryAfter: .milliseconds(250)))
        #expect(Self.refused(scope: "global").refusal == .global(retryAfter: .milliseconds(250)))
        #expect(Self.refused(scope: "user").isInvalid && !Self.refused(scope: "shared").isInvalid)
    }

    @Test(arguments: [("37", Duration.seconds(37)), ("x", .seconds(60)), ("1e999", .seconds(60)), ("-5", .zero)])
    func `a 429 of Cloudflare is HTML with no more than Retry-After`(header: String, pause: Duration) {
        let answer = RateLimitAnswer(status: 429, fields: Self.fields(["Retry-After": header]), body: Array("<html>error 1015".utf8))
        #expect(answer.refusal == .network(retryAfter: pause) && answer.bucket == nil)
    }

    /// A server with a fixed window of 5 in 5 s never sees a sixth, and every request gets through.
    @Test(arguments: 0..<20)
    func `a random load is neither refused nor stuck`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var (limiter, now, window, count) = (RateLimiter(), Duration.zero, Duration.zero, 0)
        var waiting = (0..<60).compactMap { _ in limiter.enqueue(Self.route) }
        var underWay: [(RateLimiter.Permit, RateLimitAnswer)] = []
        for _ in 0..<20_000 where !waiting.isEmpty || !underWay.isEmpty {
            now += .milliseconds(Int.random(in: 0...50, using: &random))
            for ticket in waiting {
                guard let permit = limiter.claim(ticket, now: now).permit else { continue }
                waiting.removeAll { $0 == ticket }
                if now >= window + .seconds(5) { (window, count) = (now, 0) }
                count += 1
                #expect(count <= 5)
                underWay.append((permit, Self.answer(remaining: 5 - count, reset: window + .seconds(5) - now)))
            }
            while !underWay.isEmpty, Int.random(in: 0..<4, using: &random) == 0 {
                let (permit, answer) = underWay.remove(at: Int.random(in: 0..<underWay.count, using: &random))
                if Int.random(in: 0..<10, using: &random) == 0 {
                    limiter.release(permit, now: now)
                } else {
                    limiter.complete(permit, answer, now: now)
                }
            }
        }
        #expect(waiting.isEmpty && underWay.isEmpty)
    }
}

extension RateLimiter {
    /// Joins, claims, and leaves if it is not its turn.
    fileprivate mutating func ask(_ route: Route, now: Duration) -> Claim {
        guard let ticket = enqueue(route) else { return .wait(until: nil) }
        let claim = claim(ticket, now: now)
        withdraw(ticket)
        return claim
    }
}

extension RateLimiter.Claim {
    fileprivate var permit: RateLimiter.Permit? {
        if case .granted(let permit) = self { permit } else { nil }
    }
}
