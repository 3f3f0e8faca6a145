import Base
import Foundation
import Synchronization

/// The API: what every request must have, its limits, and the way to its route.
extension StandInDiscord {
    /// What a route answers; nil is no body.
    typealias Answer = (status: Int, body: JSONValue?)

    static let invalidForm: Answer = (400, ["message": "Invalid Form Body", "code": 50035])
    static let unknownMessage: Answer = (404, ["message": "Unknown Message", "code": 10008])

    func serve(_ request: StandInRequest, on connection: StandInConnection) throws {
        state.withLock { $0.record.requests += 1 }
        defer { changed() }
        let parts = request.path.dropFirst("/api/v10/".count).split(separator: "/").map(String.init)
        let isInteraction = parts.first == "interactions" || parts.first == "webhooks"
        guard isInteraction || request.header("Authorization") == "Bot \(options.token)" else {
            let isRepeated = state.withLock { state in
                defer { state.wasUnauthorized = true }
                return state.wasUnauthorized
            }
            if isRepeated { violate("api: another request after a 401") }
            return try connection.respond(401, text: #"{"message":"401: Unauthorized","code":0}"#)
        }
        if isInteraction && request.header("Authorization") != nil { violate("api: the bot's token where the interaction's stands in the path") }
        // Only requests by the bot's token are held to it. With a comma, as the documentation has it; many clients leave it out and are served.
        let userAgent = request.header("User-Agent") ?? ""
        let isKnownForm = userAgent.wholeMatch(of: /DiscordBot \(https?:\/\/\S+, \S+\).*/) != nil
        if !isKnownForm && (options.hasHouseRules || !isInteraction && userAgent.wholeMatch(of: /DiscordBot \(https?:\/\/\S+ \S+\).*/) == nil) {
            violate("api: User-Agent \(userAgent)")
            return try connection.respond(403, text: #"{"message":"internal network error","code":40333}"#)
        }
        if !request.body.isEmpty && request.header("Content-Type") != "application/json" { violate("api: Content-Type") }

        let fault = state.withLock { $0.requestFaults.isEmpty ? nil : $0.requestFaults.removeFirst() }
        let bucket = "\(request.method) \(parts.enumerated().map { $0.offset == 3 ? ":id" : $0.element }.joined(separator: "/"))"
        if let refusal = admit(bucket, isExempt: isInteraction, fault) {
            return try refuse(refusal, on: connection)
        }
        switch fault {
        case .status(let status): return try connection.respond(status, text: "<html>\(status)</html>", type: "text/html")
        case .cloudflare(let seconds):
            state.withLock { $0.networkClosure = (now, now + Double(seconds)) }
            return try connection.respond(429, headers: [("Retry-After", String(seconds))], text: "<html>error code: 1015</html>", type: "text/html")
        case .cut: return connection.cut()
        case .loseAnswer, .userLimit, .sharedLimit, .globalLimit, nil: break
        }
        let (status, body) = answer(request, parts)
        if fault == .loseAnswer { return connection.cut() }
        // First responses to interactions have no bucket.
        let limits = parts.first == "interactions" ? [] : limits(of: bucket)
        let type = ("Content-Type", body == nil ? "text/html; charset=utf-8" : "application/json")
        try connection.respond(status, headers: limits + [type], body: body.map { Array($0.text.utf8) } ?? [])
    }

    private func answer(_ request: StandInRequest, _ parts: [String]) -> Answer {
        switch (request.method, parts.count) {
        case ("GET", 2) where parts == ["gateway", "bot"]:
            let limit: JSONValue = [
                "total": 1000, "remaining": .integer(Int64(max(state.withLock { $0.sessionStartsRemaining }, 0))), "reset_after": 14_400_000,
                "max_concurrency": .integer(Int64(options.maxConcurrency)),
            ]
            let shards = JSONValue.integer(Int64(options.shards))
            return (200, ["url": .string("\(address("ws"))/gateway"), "shards": shards, "session_start_limit": limit])
        case ("GET", 2) where parts == ["users", "@me"]: return (200, Self.me)
        case ("GET", 3) where parts[0] == "guilds" && parts[2] == "roles": return (200, Self.roles(of: parts[1]))
        case ("GET", 3) where parts == ["oauth2", "applications", "@me"], ("GET", 2) where parts == ["applications", "@me"]:
            return (200, Self.application)
        case ("POST", 3) where parts[0] == "channels" && parts[2] == "messages": return create(request, in: parts[1])
        case ("GET", 3) where parts[0] == "channels" && parts[2] == "messages": return list(request, in: parts[1])
        case ("POST", 3) where parts[0] == "channels" && parts[2] == "typing":
            state.withLock { $0.record.typing.append(parts[1]) }
            return (204, nil)
        case (_, 4) where parts[0] == "channels" && parts[2] == "messages": return change(request, parts[3])
        case ("POST", 5) where parts[0] == "channels" && parts[4] == "threads": return openThread(request, on: parts[3], in: parts[1])
        case ("POST", 4) where parts[0] == "interactions" && parts[3] == "callback": return respond(request, to: parts[1], token: parts[2])
        case (_, 3...5) where parts[0] == "webhooks": return webhook(request, parts)
        case (_, 3) where parts[0] == "applications" && parts[2] == "commands": return commands(request, of: parts[1])
        default:
            violate("api: \(request.method) \(request.path)")
            return (404, ["message": "404: Not Found", "code": 0])
        }
    }
}
