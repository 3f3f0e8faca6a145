/// The data of events of which only a part is used.
extension GatewayPayload {
    struct RoleChange: Decodable {
        var guild_id: Snowflake
        var role: Role
    }

    struct RoleRemoval: Decodable {
        var guild_id: Snowflake
        var role_id: Snowflake
    }

    struct GuildRemoval: Decodable {
        var id: Snowflake
        var unavailable: Bool?
    }

    /// A channel or thread with its server beside the other fields.
    struct ChannelChange: Decodable {
        var channel: Channel
        var guild: Snowflake

        enum Key: String, CodingKey { case guild_id }

        init(from decoder: any Decoder) throws {
            channel = try Channel(from: decoder)
            guild = try decoder.container(keyedBy: Key.self).decode(Snowflake.self, forKey: .guild_id)
        }
    }

    struct ChannelRemoval: Decodable {
        var id: Snowflake
        var guild_id: Snowflake
    }

    struct ThreadList: Decodable {
        var threads: [Channel]
        var guild: Snowflake

        enum Key: String, CodingKey { case guild_id, threads }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            threads = fields.list(.threads)
            guild = try fields.decode(Snowflake.self, forKey: .guild_id)
        }
    }

    struct MessageRemoval: Decodable {
        var id: Snowflake
        var channel_id: Snowflake
    }

    struct BulkRemoval: Decodable {
        var ids: [Snowflake]
        var channel_id: Snowflake
    }
}
