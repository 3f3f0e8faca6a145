import Answering
import Discord

/// The replies that can still be given orders: those under way, and for a while those that stand.
struct ReplyRegister: Sendable {
    /// For how long after it was put a question can be changed.
    static let changeable = Duration.seconds(120)
    /// How many replies that stand are remembered.
    static let most = 1_000

    /// A question that is to be answered again where its answer stands.
    struct Again: Sendable {
        var asked: Asked
        var messages: [Snowflake]
        var control: ReplyControl
    }

    /// What an order came to.
    enum Result: Sendable, Equatable {
        case given
        /// There is no such reply, or no more.
        case unknown
        case notTheirs
    }

    private enum State {
        case underWay(ReplyControl)
        case standing([Snowflake])
    }

    private struct Entry {
        var asked: Asked
        var since: Duration
        var state: State
    }

    private var entries: [Snowflake: Entry] = [:]
    /// Those that stand, the oldest first.
    private var standing: [Snowflake] = []

    /// How many there are.
    var count: Int { entries.count }

    /// A reply to a question begins.
    mutating func begin(_ asked: Asked, now: Duration) -> ReplyControl {
        let control = ReplyControl()
        entries[asked.id] = Entry(asked: asked, since: now, state: .underWay(control))
        return control
    }

    /// The reply is there, and takes no more orders by its control.
    mutating func settle(_ question: Snowflake, _ messages: [Snowflake], now: Duration) {
        guard entries[question] != nil else { return }
        entries[question]?.state = .standing(messages)
        standing.append(question)
        while let oldest = standing.first, standing.count > Self.most || !isChangeable(oldest, now: now) {
            standing.removeFirst()
            entries[oldest] = nil
        }
    }

    /// The reply is not there, or not any more.
    mutating func end(_ question: Snowflake) {
        entries[question] = nil
        standing.removeAll { $0 == question }
    }

    /// Its asker wants no more of it.
    func stop(_ question: Snowflake, by user: String) -> Result {
        guard let entry = entries[question], case .underWay(let control) = entry.state else { return .unknown }
        guard entry.asked.asker.user == user else { return .notTheirs }
        control.post(.stop)
        return .given
    }

    /// The process is about to end.
    func leave() {
        for entry in entries.values { if case .underWay(let control) = entry.state { control.post(.leave) } }
    }

    /// The answer goes elsewhere than into the question's channel.
    mutating func move(_ question: Snowflake, to place: Snowflake) { entries[question]?.asked.place = place }

    /// The question is gone.
    /// - Returns: The messages that stand there and are to go; nil where the reply has been told, or is not known.
    mutating func retract(_ question: Snowflake) -> (place: Snowflake, messages: [Snowflake])? {
        switch entries[question]?.state {
        case .underWay(let control):
            control.post(.retract)
            return nil
        case .standing(let messages):
            let place = entries[question]?.asked.place
            end(question)
            return place.map { ($0, messages) }
        case nil: return nil
        }
    }

    /// The question was changed to this text. Where that is what it said already, or it is too late, nothing happens.
    /// - Returns: What is to be done, where the reply cannot be told.
    mutating func change(_ question: Snowflake, to text: String, now: Duration) -> Again? {
        guard let entry = entries[question], entry.asked.text != text, isChangeable(question, now: now) else { return nil }
        entries[question]?.asked.change(to: text)
        switch entry.state {
        case .underWay(let control):
            control.post(.ask(text))
            return nil
        case .standing(let messages):
            let control = ReplyControl()
            entries[question]?.state = .underWay(control)
            standing.removeAll { $0 == question }
            return entries[question].map { Again(asked: $0.asked, messages: messages, control: control) }
        }
    }

    /// The question as it stands; nil where it is not known.
    func asked(_ question: Snowflake) -> Asked? { entries[question]?.asked }

    private func isChangeable(_ question: Snowflake, now: Duration) -> Bool {
        entries[question].map { now - $0.since < Self.changeable } ?? false
    }
}
