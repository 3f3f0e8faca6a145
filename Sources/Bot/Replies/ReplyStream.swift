/// Decides what is shown of an answer, and when: typing until there is text, the first text at once, then edits at a pace that Discord
/// bears, then the end, which is tried until it is there. Times count from the question.
///
/// One message is under way at a time: `next` gives it, `completed` or `failed` says how it went. Typing does not count as one.
struct ReplyStream: Sendable {
    enum Action: Sendable, Equatable {
        case type
        /// A new message. The first replies to the question, each later one to the piece before it.
        case create(piece: Int, ReplyPiece)
        case edit(piece: Int, ReplyPiece)
        /// The last message is not needed any more.
        case delete(piece: Int)
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
        /// Between the end of one change and the next edit, at least. After a change that had to wait for its rate limit it is as long as
        /// that wait, so that the replies of one channel share what there is; but not before the last.
        var edits: Duration = .seconds(1)
        /// The longest that it gets.
        var slowestEdits: Duration = .seconds(10)
        /// Before something undelivered is tried again, growing with each failure in a row up to ten times as long.
        var retry: Duration = .seconds(2)
        /// For how long failures in a row are borne.
        var patience: Duration = .seconds(600)
    }

    private enum State: Equatable {
        /// Nothing to show yet.
        case typing(next: Duration)
        /// Messages are on their way; an edit may come from then on, anything at all from `earliest`.
        case showing(nextEdit: Duration, earliest: Duration)
        case underWay(Action, since: Duration)
        case done(isDelivered: Bool)
    }

    private enum Ending: Equatable {
        /// More may come.
        case open
        case finished(footer: String, ReplyButtons)
        /// Nothing is to be left of it.
        case retracted
        /// What is shown stays as it is.
        case abandoned
    }

    private struct Trouble {
        var since: Duration
        var failures: Int
    }

    private let pace: Pace
    private var state = State.typing(next: .zero)
    private var text: GrowingText
    private var ending = Ending.open
    /// The messages as they are to be, as far as `text` has been looked at.
    private var wanted: [ReplyPiece] = []
    private var isLookedAt = true
    /// The messages as they are in the channel; nil for one of an earlier reply, or of which it is not known.
    private(set) var shown: [ReplyPiece?]
    private var trouble: Trouble?

    /// - Parameter existing: How many messages of an earlier reply there are, to be changed into this one.
    init(pace: Pace = Pace(), splitter: MessageSplitter = MessageSplitter(), existing: Int = 0) {
        self.pace = pace
        text = GrowingText(splitter: splitter)
        shown = Array(repeating: nil, count: existing)
    }

    /// More of the answer has come. After its end nothing does.
    mutating func append(_ piece: String) {
        guard ending == .open else { return }
        text.append(piece)
        isLookedAt = false
        // Until there is something to show, each piece may be the first.
        if case .typing = state { look() }
    }

    /// The answer is complete, unless it has ended before.
    /// - Parameter footer: What stands under it, on lines of its own.
    mutating func finish(footer: String = "", buttons: ReplyButtons = .none) {
        guard ending == .open else { return }
        ending = .finished(footer: footer, buttons)
        look()
    }

    /// Takes back all that is shown.
    mutating func retract() {
        ending = .retracted
        look()
    }

    /// Leaves what is shown as it is.
    mutating func abandon() { ending = .abandoned }

    /// Whether there is text to show.
    var hasText: Bool { !wanted.isEmpty }

    /// Whether everything has been delivered, or cannot be; nil while there is more to do.
    var outcome: Bool? {
        guard case .done(let isDelivered) = state else { return nil }
        return isDelivered
    }

    /// What is to be done now, or nil.
    mutating func next(now: Duration) -> Action? {
        switch state {
        case .typing(let due):
            guard !hasText, ending == .open else {
                state = .showing(nextEdit: now, earliest: now)
                return next(now: now)
            }
            guard now >= due else { return nil }
            state = .typing(next: now + pace.typing)
            return .type
        case .showing(let nextEdit, let earliest):
            // Cutting the text is work, so it is not done for every word of it.
            if !isLookedAt, now >= nextEdit { look() }
            guard let action = difference else {
                if ending != .open { state = .done(isDelivered: true) }
                return nil
            }
            guard now >= due(action, nextEdit, earliest) else { return nil }
            state = .underWay(action, since: now)
            return action
        case .underWay, .done: return nil
        }
    }

    /// When `next` may give something without anything new having come; nil: only after news.
    var deadline: Duration? {
        switch state {
        case .typing(let due): hasText || ending != .open ? .zero : due
        case .showing(let nextEdit, let earliest):
            difference.map { due($0, nextEdit, earliest) } ?? (ending != .open ? .zero : isLookedAt ? nil : nextEdit)
        case .underWay, .done: nil
        }
    }

    /// The action under way has been done.
    mutating func completed(now: Duration) {
        guard case .underWay(let action, let since) = state else { return }
        switch action {
        // After a try that failed it may be that one which is there, with the text of then.
        case .create(_, let message): shown.append(trouble == nil ? message : nil)
        case .edit(let piece, let message): shown[piece] = message
        case .delete: shown.removeLast()
        case .type: break
        }
        trouble = nil
        state = .showing(nextEdit: now + max(pace.edits, min(now - since, pace.slowestEdits)), earliest: now)
    }

    /// The action under way has failed.
    mutating func failed(_ failure: Failure, now: Duration) {
        guard case .underWay = state else { return }
        var trouble = trouble ?? Trouble(since: now, failures: 0)
        trouble.failures += 1
        self.trouble = trouble
        switch failure {
        case .lasting: state = .done(isDelivered: false)
        case .temporary where now - trouble.since > pace.patience: state = .done(isDelivered: false)
        case .temporary:
            let wait = now + pace.retry * min(trouble.failures, 10)
            state = .showing(nextEdit: wait, earliest: wait)
        }
    }

    private func due(_ action: Action, _ nextEdit: Duration, _ earliest: Duration) -> Duration {
        switch action {
        // What is the last need not leave room for others.
        case .edit: ending == .open ? nextEdit : min(nextEdit, earliest + pace.edits)
        case .create, .delete, .type: earliest
        }
    }

    /// The first message that is not in the channel as it is to be.
    private var difference: Action? {
        if ending == .abandoned { return nil }
        for (piece, message) in wanted.enumerated() {
            guard piece < shown.count else { return .create(piece: piece, message) }
            if shown[piece] != message { return .edit(piece: piece, message) }
        }
        return shown.count > wanted.count ? .delete(piece: shown.count - 1) : nil
    }

    private mutating func look() {
        let (contents, buttons): ([String], ReplyButtons) =
            switch ending {
            case .open: (text.messages(), .stop)
            case .finished(let footer, let buttons): (text.messages(under: footer), buttons)
            case .retracted, .abandoned: ([], .none)
            }
        wanted = contents.map { ReplyPiece(content: $0) }
        if !wanted.isEmpty { wanted[wanted.count - 1].buttons = buttons }
        isLookedAt = true
    }
}
