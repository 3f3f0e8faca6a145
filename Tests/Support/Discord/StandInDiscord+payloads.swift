import Base

/// What Discord tells about the bot and its servers, with all the fields that clients of other people insist on.
extension StandInDiscord {
    /// The bot as it sees itself.
    static var me: JSONValue {
        guard case .object(let fields) = user(id: botID, name: "Docent", isBot: true) else { return .null }
        return .object(
            fields.merging([
                "verified": true, "mfa_enabled": false, "email": .null, "flags": 0, "locale": "en-US", "premium_type": 0, "bio": "", "banner": .null,
                "accent_color": .null,
            ]) { $1 })
    }

    static var application: JSONValue {
        [
            "id": .string(applicationID), "name": "Docent", "icon": .null, "description": "", "summary": "", "bot_public": true,
            "bot_require_code_grant": false, "verify_key": "00", "flags": 0, "owner": Person.moderator.user, "team": .null, "hook": true,
            "interactions_endpoint_url": .null, "redirect_uris": [], "approximate_guild_count": 1, "integration_types_config": ["0": [:]],
        ]
    }

    static func guild(_ id: String) -> JSONValue {
        [
            "id": .string(id), "name": "Team", "icon": .null, "splash": .null, "discovery_splash": .null, "owner_id": .string(Person.moderator.id),
            "afk_channel_id": .null, "afk_timeout": 300, "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
            "roles": roles(of: id), "emojis": [], "features": [], "mfa_level": 0,
            "application_id": .null, "system_channel_id": .null, "system_channel_flags": 0, "rules_channel_id": .null, "max_members": 500_000,
            "max_presences": .null, "vanity_url_code": .null, "description": .null, "banner": .null, "premium_tier": 0,
            "premium_subscription_count": 0, "preferred_locale": "en-US", "public_updates_channel_id": .null, "safety_alerts_channel_id": .null,
            "max_video_channel_users": 25, "max_stage_video_channel_users": 50, "nsfw_level": 0, "nsfw": false, "stickers": [],
            "premium_progress_bar_enabled": false, "widget_enabled": false, "widget_channel_id": .null, "incidents_data": .null,
            "joined_at": "2024-01-01T00:00:00.000000+00:00", "large": false, "unavailable": false, "member_count": 3, "voice_states": [],
            "members": [.object(Person(id: botID, name: "Docent", roles: [roleID]).member.merging(["user": me]) { $1 })],
            "channels": [channel(channelID)], "threads": [], "presences": [], "stage_instances": [], "guild_scheduled_events": [],
            "soundboard_sounds": [],
        ]
    }

    static func roles(of guild: String) -> JSONValue { [role(guild, "@everyone"), role(roleID, "Docent", tags: ["bot_id": .string(botID)])] }

    private static func role(_ id: String, _ name: String, tags: JSONValue? = nil) -> JSONValue {
        var fields: [String: JSONValue] = [
            "id": .string(id), "name": .string(name), "color": 0, "colors": ["primary_color": 0, "secondary_color": .null, "tertiary_color": .null],
            "hoist": false, "icon": .null, "unicode_emoji": .null, "position": tags == nil ? 0 : 1, "permissions": "3072",
            "managed": .bool(tags != nil), "mentionable": true, "flags": 0,
        ]
        if let tags { fields["tags"] = tags }
        return .object(fields)
    }

    private static func channel(_ id: String) -> JSONValue {
        [
            "id": .string(id), "name": "help", "type": 0, "position": 0, "permission_overwrites": [], "topic": .null, "nsfw": false,
            "last_message_id": .null, "rate_limit_per_user": 0, "parent_id": .null, "flags": 0,
        ]
    }
}
