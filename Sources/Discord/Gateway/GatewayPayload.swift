import Foundation

/// What the gateway sends, by opcode.
package enum GatewayPayload: Sendable, Equatable {
    /// Opcode 0. The sequence may be null.
    case dispatch(GatewayEvent, sequence: Int?)
    /// Opcode 1: the server wants a heartbeat now.
    case heartbeatRequest
    /// Opcode 7: reconnect and resume.
    case reconnect
    /// Opcode 9: the session is refused; resuming may still work if it says so.
    case invalidSession(resumable: Bool)
    /// Opcode 10.
    case hello(interval: Duration)
    /// Opcode 11.
    case acknowledgement
    /// Another opcode, or a text that is no payload at all: to be ignored.
    case unknown

    /// The interval used when Hello does not give a sensible one; it is what Discord has sent for years.
    static let usualInterval = Duration.milliseconds(41_250)

    /// Reads a text message. The envelope is read first, and the data only of events that are used, because a large server's
    /// GUILD_CREATE has megabytes.
    package init(_ text: String) {
        let data = Data(text.utf8)
        let decoder = JSONDecoder()
        guard let envelope = try? decoder.decode(Envelope.self, from: data) else {
            self = .unknown
            return
        }
        switch envelope.op {
        case 0: self = .dispatch(Self.event(envelope.name, data, decoder), sequence: envelope.sequence)
        case 1: self = .heartbeatRequest
        case 7: self = .reconnect
        case 9: self = .invalidSession(resumable: (try? decoder.decode(Body<Bool>.self, from: data).d) ?? false)
        case 10:
            let milliseconds = (try? decoder.decode(Body<Hello>.self, from: data).d.heartbeat_interval) ?? 0
            // Not below 10 ms, so that a nonsensical value cannot make a busy loop.
            self = .hello(interval: milliseconds >= 10 && milliseconds < 1e9 ? .milliseconds(milliseconds) : Self.usualInterval)
        case 11: self = .acknowledgement
        default: self = .unknown
        }
    }

    private static func event(_ name: String, _ data: Data, _ decoder: JSONDecoder) -> GatewayEvent {
        func read<Value: Decodable>(_ make: (Value) -> GatewayEvent) -> GatewayEvent {
            (try? decoder.decode(Body<Value>.self, from: data)).map { make($0.d) } ?? .unreadable(name)
        }
        return switch name {
        case "READY": read(GatewayEvent.ready)
        case "RESUMED": .resumed
        case "GUILD_CREATE": read(GatewayEvent.guild)
        case "GUILD_DELETE": read { (removal: GuildRemoval) in .guildDeleted(removal.id, isUnavailable: removal.unavailable ?? false) }
        case "CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE":
            read { (change: ChannelChange) in .channels([change.channel], guild: change.guild) }
        case "THREAD_LIST_SYNC": read { (list: ThreadList) in .channels(list.threads, guild: list.guild) }
        case "CHANNEL_DELETE", "THREAD_DELETE": read { (removal: ChannelRemoval) in .channelDeleted(removal.id, guild: removal.guild_id) }
        case "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE": read { (change: RoleChange) in .role(change.role, guild: change.guild_id) }
        case "GUILD_ROLE_DELETE": read { (change: RoleRemoval) in .roleDeleted(change.role_id, guild: change.guild_id) }
        case "MESSAGE_CREATE": read(GatewayEvent.messageCreated)
        case "MESSAGE_UPDATE": read(GatewayEvent.messageUpdated)
        case "MESSAGE_DELETE": read { (removal: MessageRemoval) in .messagesDeleted([removal.id], channel: removal.channel_id) }
        case "MESSAGE_DELETE_BULK": read { (removal: BulkRemoval) in .messagesDeleted(removal.ids, channel: removal.channel_id) }
        case "INTERACTION_CREATE": read(GatewayEvent.interaction)
        default: .other(name)
        }
    }

    private struct Envelope: Decodable {
        var op: Int
        var sequence: Int?
        var name: String

        enum Key: String, CodingKey {
            case op, s, t
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            op = try fields.decode(Int.self, forKey: .op)
            sequence = fields.lenient(.s)
            name = fields.lenient(.t) ?? ""
        }
    }

    private struct Body<Value: Decodable>: Decodable {
        var d: Value
    }

    private struct Hello: Decodable {
        var heartbeat_interval: Double
    }
}
