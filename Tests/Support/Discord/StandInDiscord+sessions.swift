import Base
import Synchronization

/// The gateway's sessions: how they begin, and how they are taken up again.
extension StandInDiscord {
    private static let privilegedIntents = 1 << 1 | 1 << 8 | 1 << 15

    func identify(_ data: JSONValue?, _ number: Int, _ link: StandInDiscordState.Link, _ fault: GatewayFault?) throws {
        if link.isOwnDoor { violate("gateway: IDENTIFY at the session's resume address") }
        if link.session != nil {
            violate("gateway: IDENTIFY twice")
            return try link.socket.close(4005)
        }
        guard data?["token"]?.stringValue == options.token else { return try link.socket.close(4004) }
        let intents = data?["intents"]?.intValue ?? -1
        if intents < 0 || intents & Self.privilegedIntents != 0 {
            violate("gateway: intents \(intents)")
            return try link.socket.close(intents < 0 ? 4013 : 4014)
        }
        for key in ["os", "browser", "device"] where data?["properties"]?[key]?.stringValue == nil { violate("gateway: no property \(key)") }
        // With a compressed stream it says nothing; alone it would make payloads binary, which this one never does.
        if data?["compress"] == true && !link.socket.isCompressed { violate("gateway: payload compression") }
        let shard = Self.shard(data?["shard"])
        guard let shard, shard.count == options.shards else {
            violate("gateway: shard \(data?["shard"]?.text ?? "") of \(options.shards)")
            return try link.socket.close(shard == nil ? 4010 : 4011)
        }
        let isTooEarly = state.withLock { state in
            let key = shard.id % options.maxConcurrency
            defer { state.lastIdentify[key] = now }
            state.record.identifies += 1
            if let invalidated = state.invalidated, now - invalidated < 1 {
                state.record.violations.append("gateway: IDENTIFY within a second of a refused session")
            }
            state.sessionStartsRemaining -= 1
            if state.sessionStartsRemaining < 0 { state.record.violations.append("gateway: more IDENTIFYs than the day allows") }
            return state.lastIdentify[key].map { now - $0 < 5 } ?? false
        }
        if isTooEarly {
            violate("gateway: two IDENTIFYs within 5 s")
            return try link.socket.send(#"{"op":9,"d":false}"#)
        }
        if case .closeOnEntry(let code) = fault { return try close(link, code) }
        begin(number, shard)
    }

    /// - Parameter told: `[id, count]`; absent it is the only one.
    private static func shard(_ told: JSONValue?) -> (id: Int, count: Int)? {
        guard let told else { return (0, 1) }
        guard case .array(let numbers) = told, numbers.count == 2, let id = numbers[0].intValue, let count = numbers[1].intValue,
            (0..<count).contains(id)
        else { return nil }
        return (id, count)
    }

    /// The shard to which Discord sends what happens in a server, or in a direct message.
    func shard(of guild: String?) -> Int { Int(((guild.flatMap(UInt64.init) ?? 0) >> 22) % UInt64(options.shards)) }

    private func begin(_ number: Int, _ shard: (id: Int, count: Int)) {
        let guilds = options.guilds.filter { self.shard(of: $0) == shard.id }
        state.withLock { state in
            let session = "session-\(state.makeID())"
            state.sessions[session] = StandInDiscordState.Session(id: session, shard: shard.id)
            state.links[number]?.session = session
            state.dispatch(
                "READY",
                [
                    "v": 10, "user": Self.me, "session_id": .string(session),
                    "resume_gateway_url": .string("\(address("ws"))/resume"), "session_type": "normal", "private_channels": [],
                    "guilds": .array(guilds.map { ["id": .string($0), "unavailable": true] }), "relationships": [],
                    "shard": [.integer(Int64(shard.id)), .integer(Int64(shard.count))],
                    "application": ["id": .string(Self.applicationID), "flags": 0], "_trace": [],
                ], to: session)
            for guild in guilds { state.dispatch("GUILD_CREATE", Self.guild(guild), to: session) }
            state.noticeWhoIsLive(of: options.shards)
        }
    }

    private func close(_ link: StandInDiscordState.Link, _ code: UInt16) throws {
        if Self.stopCodes.contains(code) { state.withLock { $0.stopCode = code } }
        try link.socket.close(code)
    }

    func resume(_ data: JSONValue?, _ number: Int, _ link: StandInDiscordState.Link, _ fault: GatewayFault?) throws {
        state.withLock { $0.record.resumes += 1 }
        if link.session != nil { violate("gateway: RESUME on an entered connection") }
        guard data?["token"]?.stringValue == options.token else { return try link.socket.close(4004) }
        guard let id = data?["session_id"]?.stringValue, let sequence = data?["seq"]?.intValue else {
            violate("gateway: RESUME without session or sequence")
            return try link.socket.close(4002)
        }
        switch fault {
        case .refuseResume(let resumable):
            state.withLock { state in
                state.links[number]?.mustResume = true
                if !resumable {
                    state.sessions[id]?.isAlive = false
                    state.invalidated = now
                }
            }
            return try link.socket.send(#"{"op":9,"d":\#(resumable)}"#)
        case .closeOnEntry(let code): return try close(link, code)
        case .noHello, .reconnectBeforeHello, .resumeAddressDown, .refuseUpgrade, nil: break
        }
        let isKnown = state.withLock { state in
            guard let session = state.sessions[id], session.isAlive else { return false }
            if sequence > session.sequence { state.record.violations.append("gateway: RESUME from the future") }
            state.links[number]?.session = id
            state.links[number]?.lastSequence = session.sequence
            for entry in session.log where entry.sequence > sequence { try? link.socket.send(entry.text) }
            state.dispatch("RESUMED", ["_trace": []], to: id)
            state.noticeWhoIsLive(of: options.shards)
            return true
        }
        if !isKnown {
            violate("gateway: RESUME of a session that is over")
            state.withLock { $0.links[number]?.mustResume = true }
            try link.socket.send(#"{"op":9,"d":false}"#)
        }
    }
}
