import Base
import Foundation
import Synchronization

/// The gateway.
extension StandInDiscord {
    func serveGateway(_ request: StandInRequest, on connection: StandInConnection) throws {
        let isOwnDoor = request.path == "/resume"
        if request.path != "/gateway" && !isOwnDoor { violate("gateway: path \(request.path)") }
        let compression = request.query["compress"]
        if request.query.filter({ $0.key != "compress" }) != ["v": "10", "encoding": "json"] { violate("gateway: query of \(request.target)") }
        let query = state.withLock { state in
            defer { state.query = request.query }
            return state.query ?? request.query
        }
        if query != request.query { violate("gateway: another query than before: \(request.target)") }
        if request.header("Origin") != nil {
            violate("gateway: Origin header")
            return try connection.respond(403)
        }
        if let code = state.withLock({ $0.stopCode }) { violate("gateway: came back after \(code)") }
        let fault = state.withLock { state -> GatewayFault? in
            state.record.connections += 1
            state.heartbeatInterval = options.heartbeatInterval
            if state.gatewayFaults.first == .resumeAddressDown && !isOwnDoor { return nil }
            return state.gatewayFaults.isEmpty ? nil : state.gatewayFaults.removeFirst()
        }
        switch fault {
        case .resumeAddressDown:
            changed()
            return try connection.respond(503)
        case .refuseUpgrade(let status):
            changed()
            return try connection.respond(status, headers: [("Retry-After", "1")], text: "<html>\(status)</html>", type: "text/html")
        case .noHello, .reconnectBeforeHello, .refuseResume, .closeOnEntry, nil: break
        }
        let socket = try StandInWebSocket(upgrading: request, on: connection)
        guard let wire = StandInWire(socket, compression: compression) else {
            violate("gateway: compression \(compression ?? "")")
            return try socket.close(4012)
        }
        let number = state.withLock { state in
            let number = Int(state.makeID()) ?? 0
            state.links[number] = StandInDiscordState.Link(socket: wire, connection: connection, isOwnDoor: isOwnDoor, lastHeartbeat: now)
            return number
        }
        changed()
        defer { leave(number) }
        switch fault {
        case .noHello: break
        case .reconnectBeforeHello:
            state.withLock { $0.links[number]?.mustResume = true }
            try wire.send(#"{"op":7,"d":null}"#)
        case .refuseResume, .closeOnEntry, .resumeAddressDown, .refuseUpgrade, nil:
            let interval = Int(options.heartbeatInterval * 1000)
            try wire.send(#"{"op":10,"d":{"heartbeat_interval":\#(interval),"_trace":["[]"]},"s":null,"t":null}"#)
        }
        while true {
            let frame = try socket.receive()
            switch frame.opcode {
            case .text: try received(frame.payload, number, fault)
            case .ping: try socket.send(.pong, frame.payload)
            case .pong: break
            // Discord reads JSON in binary messages too; some clients send it so.
            case .binary where !options.hasHouseRules: try received(frame.payload, number, fault)
            case .binary, .continuation: violate("gateway: a frame that is no whole text")
            case .close:
                closed(frame.closeCode, number)
                try? socket.send(.close, frame.payload)
                return connection.finish()
            }
            changed()
        }
    }

    private func leave(_ number: Int) {
        state.withLock { state in
            state.links[number] = nil
            state.noticeWhoIsLive(of: options.shards)
        }
        changed()
    }

    private func closed(_ code: UInt16?, _ number: Int) {
        state.withLock { state in
            state.record.closes.append(code)
            guard code == 1000 || code == 1001, let link = state.links[number] else { return }
            if link.mustResume { state.record.violations.append("gateway: closed with \(code ?? 0), which ends the session") }
            if let session = link.session { state.sessions[session]?.isAlive = false }
        }
    }

    private func received(_ payload: [UInt8], _ number: Int, _ fault: GatewayFault?) throws {
        guard let link = state.withLock({ $0.links[number] }) else { return }
        if payload.count > 4096 {
            violate("gateway: a payload of \(payload.count) bytes")
            return try link.socket.close(4002)
        }
        let isTooFast = state.withLock { state in
            state.links[number]?.received.removeAll { $0 <= now - 60 }
            state.links[number]?.received.append(now)
            return (state.links[number]?.received.count ?? 0) > 120
        }
        if isTooFast {
            violate("gateway: more than 120 messages in 60 s")
            return try link.socket.close(4008)
        }
        let message = try? JSONDecoder().decode(JSONValue.self, from: Data(payload))
        switch message?["op"]?.intValue {
        case 1: try heartbeat(message?["d"], number, link)
        case 2: try identify(message?["d"], number, link, fault)
        case 6: try resume(message?["d"], number, link, fault)
        // Presence, voice state, members asked for: nothing comes of them here.
        case 3, 4, 8: break
        default:
            violate("gateway: an unknown payload")
            try link.socket.close(4001)
        }
    }

    private func heartbeat(_ data: JSONValue?, _ number: Int, _ link: StandInDiscordState.Link) throws {
        let isSilent = state.withLock { state in
            state.record.heartbeats += 1
            state.noticeLateHeartbeats(now: now, slack: slack)
            state.links[number]?.lastHeartbeat = now
            state.links[number]?.askedForHeartbeat = nil
            if case .integer(let sequence)? = data {
                if Int(sequence) > state.links[number]?.lastSequence ?? Int(sequence) {
                    state.record.violations.append("gateway: heartbeat from the future")
                }
            } else if data != .null {
                state.record.violations.append("gateway: heartbeat without d")
            } else if link.session != nil && link.received.count > 3 {
                state.record.violations.append("gateway: heartbeat with null after dispatches")
            }
            return state.links[number]?.isSilent ?? false
        }
        if !isSilent { try link.socket.send(#"{"op":11,"d":null,"s":null,"t":null}"#) }
    }
}
