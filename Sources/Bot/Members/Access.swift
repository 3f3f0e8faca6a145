import Discord

/// Where and to whom the operator lets the bot answer.
struct Access: Sendable, Equatable {
    /// One entry of a list.
    enum Rule: Sendable, Hashable {
        case guild(String)
        /// A channel with its threads.
        case channel(String)
        case role(String)
        /// Direct messages.
        case direct

        /// - Parameter text: `guild:1`, `channel:2`, `role:3` or `direct`.
        init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            if parts == ["direct"] {
                self = .direct
                return
            }
            guard parts.count == 2, !parts[1].isEmpty, parts[1].allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
            switch parts[0] {
            case "guild": self = .guild(parts[1])
            case "channel": self = .channel(parts[1])
            case "role": self = .role(parts[1])
            case _: return nil
            }
        }
    }

    /// Whoever matches one is not answered.
    var denied: Set<Rule> = []
    /// Of each kind that is in it, one has to match; empty lets everybody in.
    var allowed: Set<Rule> = []

    /// - Parameters:
    ///   - channels: The channel, and the one that it belongs to where it is a thread.
    func allows(guild: Snowflake?, channels: [Snowflake], roles: [Snowflake]) -> Bool {
        let channels = channels.map { Rule.channel($0.value) }
        let roles = roles.map { Rule.role($0.value) }
        let place = guild.map { Rule.guild($0.value) } ?? .direct
        guard denied.isDisjoint(with: channels + roles + [place]) else { return false }
        guard !allowed.isEmpty else { return true }
        // In private there is neither a server nor a role to tell by.
        guard guild != nil else { return allowed.contains(.direct) }
        var (guilds, places, people) = (false, false, false)
        for rule in allowed {
            switch rule {
            case .guild: guilds = true
            case .channel: places = true
            case .role: people = true
            case .direct: break
            }
        }
        // `direct` alone speaks of no server.
        guard guilds || places || people else { return false }
        return (!guilds || allowed.contains(place)) && (!places || !allowed.isDisjoint(with: channels))
            && (!people || !allowed.isDisjoint(with: roles))
    }
}
