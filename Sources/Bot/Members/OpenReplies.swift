import Discord
import Synchronization

/// The replies that can still be given orders: those under way, and for a while those that stand.
final class OpenReplies: Sendable {
    private struct Entry {
        var asker: String
        /// The question as it stands.
        var text: String
        var control: ReplyControl
    }

    private let entries = Mutex<[Snowflake: Entry]>([:])

    /// How many there are.
    var count: Int { entries.withLock(\.count) }

    /// A reply to a question begins.
    func begin(_ question: Snowflake, _ text: String, by asker: String) -> ReplyControl {
        let control = ReplyControl()
        entries.withLock { $0[question] = Entry(asker: asker, text: text, control: control) }
        return control
    }

    /// It takes no more orders.
    func end(_ question: Snowflake) {
        _ = entries.withLock { $0.removeValue(forKey: question) }
    }

    /// What an order came to.
    enum Result: Sendable, Equatable {
        case given
        /// There is no such reply, or no more.
        case unknown
        case notTheirs
    }

    /// Gives an order to the reply to a question.
    /// - Parameter asker: Who gives it, where it must be the one who asked.
    @discardableResult
    func give(_ order: ReplyOrder, to question: Snowflake, by asker: String? = nil) -> Result {
        guard let entry = entries.withLock({ $0[question] }) else { return .unknown }
        if let asker, asker != entry.asker { return .notTheirs }
        entry.control.post(order)
        return .given
    }

    /// The question was changed to this text. Where that is what it said already, nothing happens.
    func change(_ question: Snowflake, to text: String) {
        let control = entries.withLock { entries -> ReplyControl? in
            guard let entry = entries[question], entry.text != text else { return nil }
            entries[question]?.text = text
            return entry.control
        }
        control?.post(.ask(text))
    }
}
