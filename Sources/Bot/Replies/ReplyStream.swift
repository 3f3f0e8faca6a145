/// Decides what is shown of an answer, and when: typing until there is text, the first text at once, then edits at a pace that Discord
/// bears, then the end, which is tried until it is there. Times count from the question.
///
/// One message is under way at a time: `next` gives it, `completed` or `failed` says how it went. Typing does not count as one.
struct ReplyStream: Sendable {
    enum Action: Sendable, Equatable {
        case type
        /// A new message. The first replies to the question, each later one to the piece before it.
        case create(piece: Int, content: String)
        case edit(piece: Int, content: String)
    }

    /// Whether a message that was not delivered may be delivered later.
    enum Failure: Sendable, Equatable {
        case temporary
        /// The channel, the message or the permission is gone.
        case lasting
    }

    struct Pace: Sendable, Equatable {
        /// Discord shows typing for 10 s.
        var typing: Duration = .seconds(8)
        /// Between the end of one change and the next edit. What the rate limiter waits comes on top, since it ends later then.
        var edits: Duration = .seconds(1)
        /// Before something undelivered is tried again, growing with each failure.
        var retry: Duration = .seconds(2)
        /// How many failures in a row are borne.
        var failures = 5
    }

    private enum State: Equatable {
        /// Nothing to show yet.
        case typing(next: Duration)
        /// Messages are on their way; an edit may come from then on, anything at all from `earliest`.
        case showing(nextEdit: Duration, earliest: Duration)
        case underWay(Action)
        case done(isDelivered: Bool)
    }

    private let pace: Pace
    private let splitter: MessageSplitter
    private var state = State.typing(next: .zero)
    private var text = ""
    private var footer: String?
    /// The pieces as they are to be; follows `text` and `footer`.
    private var wanted: [String] = []
    /// The pieces as they are in the channel.
    private(set) var shown: [String] = []
    private var failures = 0

    init(pace: Pace = Pace(), splitter: MessageSplitter = MessageSplitter()) {
        self.pace = pace
        self.splitter = splitter
    }

    /// More of the answer has come.
    mutating func append(_ piece: String) {
        text += piece
        split()
    }

    /// The answer is complete.
    /// - Parameter footer: What stands under it, on lines of its own.
    mutating func finish(footer: String = "") {
        self.footer = footer
        split()
    }

    /// Whether there is text to show.
    var hasText: Bool { !wanted.isEmpty }

    /// Whether the answer is complete.
    var isFinished: Bool { footer != nil }

    /// Whether everything has been delivered, or cannot be; nil while there is more to do.
    var outcome: Bool? {
        guard case .done(let isDelivered) = state else { return nil }
        return isDelivered
    }

    /// What is to be done now, or nil.
    mutating func next(now: Duration) -> Action? {
        switch state {
        case .typing(let due):
            if hasText {
                state = .showing(nextEdit: now, earliest: now)
                return next(now: now)
            }
            guard footer == nil else {
                state = .done(isDelivered: true)
                return nil
            }
            guard now >= due else { return nil }
            state = .typing(next: now + pace.typing)
            return .type
        case .showing(let nextEdit, let earliest):
            guard let action = difference else {
                if footer != nil { state = .done(isDelivered: true) }
                return nil
            }
            guard now >= due(action, nextEdit, earliest) else { return nil }
            state = .underWay(action)
            return action
        case .underWay, .done: return nil
        }
    }

    /// When `next` may give something without anything new having come; nil: only after news.
    var deadline: Duration? {
        switch state {
        case .typing(let due): hasText || footer != nil ? .zero : due
        case .showing(let nextEdit, let earliest): difference.map { due($0, nextEdit, earliest) } ?? (footer != nil ? .zero : nil)
        case .underWay, .done: nil
        }
    }

    /// The action under way has been done.
    mutating func completed(now: Duration) {
        guard case .underWay(let action) = state else { return }
        switch action {
        case .create(_, let content): shown.append(content)
        case .edit(let piece, let content): shown[piece] = content
        case .type: break
        }
        failures = 0
        state = .showing(nextEdit: now + pace.edits, earliest: now)
    }

    /// The action under way has failed.
    mutating func failed(_ failure: Failure, now: Duration) {
        guard case .underWay = state else { return }
        failures += 1
        switch failure {
        case .lasting: state = .done(isDelivered: false)
        case .temporary where failures > pace.failures: state = .done(isDelivered: false)
        case .temporary:
            let wait = now + pace.retry * failures
            state = .showing(nextEdit: wait, earliest: wait)
        }
    }

    private func due(_ action: Action, _ nextEdit: Duration, _ earliest: Duration) -> Duration {
        switch action {
        case .edit: nextEdit
        case .create, .type: earliest
        }
    }

    /// The first piece that is not in the channel as it is to be.
    private var difference: Action? {
        for (piece, content) in wanted.enumerated() {
            guard piece < shown.count else { return .create(piece: piece, content: content) }
            if shown[piece] != content { return .edit(piece: piece, content: content) }
        }
        return nil
    }

    private mutating func split() {
        var whole = text
        if let footer, !footer.isEmpty {
            while whole.last?.isWhitespace == true { whole.removeLast() }
            whole += "\n\n\(footer)"
        }
        wanted = splitter.split(whole).map(\.content).filter { !$0.isEmpty }
    }
}
