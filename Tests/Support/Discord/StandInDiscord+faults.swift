package import Base
import Synchronization

extension StandInDiscord {
    /// What happens to the next connection.
    package enum GatewayFault: Sendable, Equatable {
        case noHello
        case reconnectBeforeHello
        /// RESUME is answered with opcode 9, whether it says resumable or not.
        case refuseResume(resumable: Bool)
        case closeOnEntry(UInt16)
        /// Only the session's own address fails, with HTTP 503.
        case resumeAddressDown
        /// Whatever the address, the upgrade is answered with this status.
        case refuseUpgrade(Int)
    }

    /// What happens to the next request.
    package enum RequestFault: Sendable, Equatable {
        case status(Int)
        case userLimit(Double)
        case sharedLimit(Double)
        case globalLimit(Double)
        /// HTML, with no more than Retry-After.
        case cloudflare(Int)
        case cut
        /// The request is carried out, and its answer lost.
        case loseAnswer
    }

    /// After these nothing is to be tried again.
    static let stopCodes: Set<UInt16> = [4004, 4010, 4011, 4012, 4013, 4014]

    package func nextConnection(_ faults: GatewayFault...) { state.withLock { $0.gatewayFaults += faults } }

    package func nextRequest(_ faults: RequestFault...) { state.withLock { $0.requestFaults += faults } }

    /// Breaks every gateway connection off.
    package func dropConnections() {
        for link in currentLinks(mustResume: false) { link.connection.cut() }
    }

    /// Opcode 7.
    package func askToReconnect() {
        for link in currentLinks(mustResume: true) { try? link.socket.send(#"{"op":7,"d":null,"s":null,"t":null}"#) }
    }

    /// Opcode 9.
    package func invalidate(resumable: Bool) {
        if !resumable { forgetSessions() }
        state.withLock { if !resumable { $0.invalidated = now } }
        for link in currentLinks(mustResume: true) { try? link.socket.send(#"{"op":9,"d":\#(resumable),"s":null,"t":null}"#) }
    }

    /// Opcode 1.
    package func askForHeartbeat() {
        state.withLock { state in for number in state.links.keys { state.links[number]?.askedForHeartbeat = now } }
        for link in currentLinks(mustResume: false) { try? link.socket.send(#"{"op":1,"d":null,"s":null,"t":null}"#) }
    }

    /// Closes every gateway connection with that code.
    package func close(_ code: UInt16) {
        if [1000, 4003, 4005, 4007].contains(code) { forgetSessions() }
        if Self.stopCodes.contains(code) { state.withLock { $0.stopCode = code } }
        for link in currentLinks(mustResume: false) {
            try? link.socket.close(code)
            link.connection.finish()
        }
    }

    /// No heartbeat of the present connections is acknowledged any more.
    package func fallSilent() {
        state.withLock { state in
            for number in state.links.keys {
                state.links[number]?.isSilent = true
                state.links[number]?.mustResume = true
            }
        }
    }

    /// Sends what cannot be decompressed.
    package func sendGarbage() {
        for link in currentLinks(mustResume: true) { try? link.socket.sendGarbage() }
    }

    /// Sends text as it is: events and opcodes that do not exist, or nonsense.
    package func sendRaw(_ text: String) {
        for link in currentLinks(mustResume: false) { try? link.socket.send(text) }
    }

    /// Dispatches an event to the live sessions of the shard that it is for, and to their logs while they are away.
    package func dispatch(_ name: String, _ data: JSONValue) {
        let shard = shard(of: data["guild_id"]?.stringValue)
        state.withLock { state in
            for (id, session) in state.sessions where session.isAlive && session.shard == shard { state.dispatch(name, data, to: id) }
        }
    }

    private func currentLinks(mustResume: Bool) -> [StandInDiscordState.Link] {
        state.withLock { state in
            if mustResume { for number in state.links.keys { state.links[number]?.mustResume = true } }
            return Array(state.links.values)
        }
    }

    private func forgetSessions() {
        state.withLock { state in
            for id in state.sessions.keys { state.sessions[id]?.isAlive = false }
        }
    }
}

extension StandInDiscordState {
    /// Numbers, logs and sends one dispatch, in this order.
    mutating func dispatch(_ name: String, _ data: JSONValue, to id: String) {
        guard var session = sessions[id] else { return }
        session.sequence += 1
        let payload: JSONValue = ["op": 0, "t": .string(name), "s": .integer(Int64(session.sequence)), "d": data]
        session.log.append((session.sequence, payload.text))
        sessions[id] = session
        for (number, link) in links where link.session == id {
            links[number]?.lastSequence = session.sequence
            // A broken connection is seen by its own thread; the log has the event.
            try? link.socket.send(payload.text)
        }
    }
}
