/// Turns dispatches into events for the rest of the program, each at most once: Discord may deliver a dispatch several times.
package struct Inbox: Sendable {
    /// Enough for every message of a replay.
    static let remembered = 4_096

    private var own: Snowflake?
    private var directory = GuildDirectory()
    private var seen = RecentSet<String>(capacity: Inbox.remembered)

    package init() {}

    /// The event for the rest of the program; nil for what is not for it or was taken before.
    package mutating func take(_ event: GatewayEvent) -> DiscordEvent? {
        directory.learn(event)
        switch event {
        case .ready(let ready):
            own = ready.user.id
            return nil
        case .messageCreated(let message):
            guard let own, seen.insert("c\(message.id)") else { return nil }
            return switch MentionReader(own: own, directory: directory).read(message) {
            case .notForUs: nil
            case .question(let question): .question(question)
            case .emptyMention(let question): .emptyMention(question)
            }
        case .messageUpdated(let message):
            // Without a time of editing it is Discord that added a preview.
            guard let own, let editedAt = message.editedAt, seen.insert("u\(message.id) \(editedAt)") else { return nil }
            return switch MentionReader(own: own, directory: directory).read(message) {
            case .notForUs, .emptyMention: nil
            case .question(let question): .edited(question)
            }
        case .messageDeleted(let message, let channel):
            return seen.insert("d\(message)") ? .deleted(message: message, channel: channel) : nil
        case .resumed, .guild, .role, .roleDeleted, .other, .unreadable: return nil
        }
    }
}

/// The last so many values.
struct RecentSet<Value: Hashable & Sendable>: Sendable {
    private let capacity: Int
    private var values: Set<Value> = []
    /// A ring in the order of arrival.
    private var order: [Value] = []
    private var oldest = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 1)
    }

    /// - Returns: false when the value is there already.
    mutating func insert(_ value: Value) -> Bool {
        guard values.insert(value).inserted else { return false }
        if order.count < capacity {
            order.append(value)
        } else {
            values.remove(order[oldest])
            order[oldest] = value
            oldest = (oldest + 1) % capacity
        }
        return true
    }
}
