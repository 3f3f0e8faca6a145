import Base
import Foundation
import Synchronization

/// The API.
extension StandInDiscord {
    private struct Refusal {
        var retryAfter: Double
        var scope: String
    }

    func serve(_ request: StandInRequest, on connection: StandInConnection) throws {
        state.withLock { $0.record.requests += 1 }
        defer { changed() }
        guard request.header("Authorization") == "Bot \(options.token)" else {
            let isRepeated = state.withLock { state in
                defer { state.wasUnauthorized = true }
                return state.wasUnauthorized
            }
            if isRepeated { violate("api: another request after a 401") }
            return try connection.respond(401, text: #"{"message":"401: Unauthorized","code":0}"#)
        }
        if request.header("User-Agent")?.wholeMatch(of: /DiscordBot \(https?:\/\/\S+, \S+\).*/) == nil {
            violate("api: User-Agent \(request.header("User-Agent") ?? "")")
            return try connection.respond(403, text: #"{"message":"internal network error","code":40333}"#)
        }
        if !request.body.isEmpty && request.header("Content-Type") != "application/json" { violate("api: Content-Type") }

        let parts = request.path.dropFirst("/api/v10/".count).split(separator: "/").map(String.init)
        let fault = state.withLock { $0.requestFaults.isEmpty ? nil : $0.requestFaults.removeFirst() }
        let bucket = "\(request.method) \(parts.enumerated().map { $0.offset == 3 ? ":id" : $0.element }.joined(separator: "/"))"
        if let refusal = admit(bucket, fault) {
            return try refuse(refusal, on: connection)
        }
        switch fault {
        case .status(let status): return try connection.respond(status, text: "<html>\(status)</html>", type: "text/html")
        case .cloudflare(let seconds):
            state.withLock { $0.globalClosure = (now, now + Double(seconds)) }
            return try connection.respond(429, headers: [("Retry-After", String(seconds))], text: "<html>error code: 1015</html>", type: "text/html")
        case .cut: return connection.cut()
        case .loseAnswer, .userLimit, .sharedLimit, .globalLimit, nil: break
        }
        let (status, body) = answer(request, parts)
        if fault == .loseAnswer { return connection.cut() }
        try connection.respond(status, headers: limits(of: bucket), body: body.map { Array($0.text.utf8) } ?? [])
    }

    // MARK: Limits

    private func admit(_ name: String, _ fault: RequestFault?) -> Refusal? {
        state.withLock { state in
            var bucket = state.buckets[name] ?? StandInDiscordState.Bucket()
            defer { state.buckets[name] = bucket }
            if let closed = [state.globalClosure, bucket.closure].compactMap({ $0 }).filter({ $0.until > now }).max(by: { $0.until < $1.until }) {
                state.record.refused += 1
                // A request that was on its way when the limit was told is not to be blamed; nor one that is a tenth of a second early.
                if now > closed.since + 0.1 * options.speed && now < closed.until - 0.1 * options.speed {
                    state.record.violations.append("api: \(name) sent \(closed.until - now) s too early after a 429")
                }
                return Refusal(retryAfter: closed.until - now, scope: "user")
            }
            state.recent = state.recent.filter { $0 > now - 1 } + [now]
            if case .globalLimit(let pause) = fault {
                state.globalClosure = (now, now + pause)
                return Refusal(retryAfter: pause, scope: "global")
            }
            if state.recent.count > 50 && options.speed == 1 {
                state.record.violations.append("api: more than 50 requests in a second")
                state.globalClosure = (now, now + 1)
                return Refusal(retryAfter: 1, scope: "global")
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

    private func refuse(_ refusal: Refusal, on connection: StandInConnection) throws {
        var headers = [("Retry-After", String(Int(refusal.retryAfter.rounded(.up)))), ("X-RateLimit-Scope", refusal.scope), ("Via", "1.1 stand-in")]
        if refusal.scope == "global" { headers.append(("X-RateLimit-Global", "true")) }
        let body = #"{"message":"You are being rate limited.","retry_after":\#(refusal.retryAfter),"global":\#(refusal.scope == "global")}"#
        try connection.respond(429, headers: headers, text: body)
    }

    private func limits(of name: String) -> [(String, String)] {
        let bucket = state.withLock { $0.buckets[name] } ?? StandInDiscordState.Bucket()
        // The hash does not tell one channel from another: that is for the client to add.
        let hash = SHA1.digest(Array(name.filter { !$0.isNumber }.utf8)).prefix(8).map { String($0, radix: 16) }.joined()
        return [
            ("Content-Type", "application/json"), ("X-RateLimit-Bucket", hash),
            ("X-RateLimit-Limit", String(options.bucketLimit)), ("X-RateLimit-Remaining", String(max(options.bucketLimit - bucket.count, 0))),
            ("X-RateLimit-Reset-After", String(max(bucket.began + options.bucketWindow - now, 0))), ("X-RateLimit-Reset", "1"),
            ("Via", "1.1 stand-in"),
        ]
    }

    // MARK: Routes

    private func answer(_ request: StandInRequest, _ parts: [String]) -> (Int, JSONValue?) {
        switch (request.method, parts.count) {
        case ("GET", 2) where parts == ["gateway", "bot"]:
            let limit: JSONValue = [
                "total": 1000, "remaining": .integer(Int64(options.sessionStartsRemaining)), "reset_after": 14_400_000, "max_concurrency": 1,
            ]
            return (200, ["url": .string("\(address("ws"))/gateway"), "shards": 1, "session_start_limit": limit])
        case ("GET", 2) where parts == ["users", "@me"]: return (200, ["id": .string(Self.botID), "username": "Docent", "bot": true])
        case ("POST", 3) where parts[0] == "channels" && parts[2] == "messages": return create(request, in: parts[1])
        case ("POST", 3) where parts[0] == "channels" && parts[2] == "typing":
            state.withLock { $0.record.typing.append(parts[1]) }
            return (204, nil)
        case (let method, 4) where parts[0] == "channels" && parts[2] == "messages": return change(method, request, parts[3])
        default:
            violate("api: \(request.method) \(request.path)")
            return (404, ["message": "404: Not Found", "code": 0])
        }
    }

    /// Checks what every body of a message must have.
    private func content(of request: StandInRequest) -> (body: JSONValue?, content: String) {
        let body = try? JSONDecoder().decode(JSONValue.self, from: Data(request.body))
        let content = body?["content"]?.stringValue ?? ""
        if body?["allowed_mentions"] != ["parse": []] { violate("api: \(request.method) without empty allowed_mentions") }
        if content.utf16.count > 2000 { violate("api: a content of \(content.utf16.count)") }
        if content.isEmpty { violate("api: an empty content") }
        return (body, content)
    }

    private func create(_ request: StandInRequest, in channel: String) -> (Int, JSONValue?) {
        let (body, content) = content(of: request)
        let nonce = body?["nonce"]?.stringValue ?? ""
        if nonce.isEmpty || nonce.count > 25 || body?["enforce_nonce"] != true { violate("api: a create without nonce and enforce_nonce") }
        if let reference = body?["message_reference"], reference["fail_if_not_exists"] != false { violate("api: a reply without fail_if_not_exists") }
        guard !content.isEmpty, content.utf16.count <= 2000 else { return (400, ["message": "Invalid Form Body", "code": 50035]) }
        let id = state.withLock { state in
            if let existing = state.nonces["\(channel) \(nonce)"] { return existing }
            let id = state.makeID()
            state.nonces["\(channel) \(nonce)"] = id
            state.record.sent.append(
                Sent(id: id, channel: channel, content: content, repliesTo: body?["message_reference"]?["message_id"]?.stringValue))
            return id
        }
        return (200, ["id": .string(id), "channel_id": .string(channel), "content": .string(content), "nonce": .string(nonce)])
    }

    private func change(_ method: String, _ request: StandInRequest, _ id: String) -> (Int, JSONValue?) {
        guard let index = state.withLock({ $0.record.sent.firstIndex { $0.id == id && !$0.isDeleted } }) else {
            return (404, ["message": "Unknown Message", "code": 10008])
        }
        switch method {
        case "PATCH":
            let (_, content) = content(of: request)
            guard !content.isEmpty, content.utf16.count <= 2000 else { return (400, ["message": "Invalid Form Body", "code": 50035]) }
            state.withLock { state in
                state.record.sent[index].content = content
                state.record.sent[index].edits += 1
            }
        case "DELETE":
            state.withLock { $0.record.sent[index].isDeleted = true }
            return (204, nil)
        case "GET": break
        default: violate("api: \(method) of a message")
        }
        let message = state.withLock { $0.record.sent[index] }
        return (200, ["id": .string(id), "channel_id": .string(message.channel), "content": .string(message.content)])
    }
}
