/// Who wants the source to be looked at before its time.
package enum LookRequest: Sendable, Equatable {
    /// A person asks: at once, and what was refused is tried again.
    case byHand
    /// Another process of this machine has stored something, or has pardoned what was refused: at once.
    case told
    /// The source says that something was published. Publishing is several commits, so it is let settle.
    case notice
}

/// Decides when the source is looked at next: at each poll, and earlier when somebody asks. However many ask, the source is not asked more
/// often than the bounds say, nor before a time that it asked to wait for itself. Times are counted from any one moment.
package struct LookSchedule: Sendable, Equatable {
    /// How often the source may be bothered.
    package struct Bounds: Sendable, Equatable {
        /// So many looks that were asked for …
        package var looks = 3
        /// … are made in so long at most.
        package var window: Duration = .seconds(30)
        /// After the last notice nothing happens for so long.
        package var settling: Duration = .seconds(3)
        /// Notices that do not end hold up a look for no longer.
        package var patience: Duration = .seconds(15)

        package init() {}
    }

    private struct Asked: Equatable {
        var isByHand: Bool
        var due: Duration
        /// When the first of the notices came that are let settle; nil when it is to be at once.
        var since: Duration?
    }

    private let bounds: Bounds
    private var asked: Asked?
    private var poll: Duration = .zero
    /// Not before: the source asked for it.
    private var blocked: Duration = .zero
    /// When the last looks that were asked for began, oldest first.
    private var made: [Duration] = []

    package init(bounds: Bounds = Bounds()) {
        self.bounds = bounds
    }

    /// Takes a request; one that comes while a look is under way is for the look after it.
    /// - Returns: How long it takes until the source is looked at.
    package mutating func ask(_ request: LookRequest, at now: Duration) -> Duration {
        switch (request, asked?.since) {
        case (.byHand, _), (.told, _):
            asked = Asked(isByHand: request == .byHand || asked?.isByHand == true, due: now)
        case (.notice, let since?):
            asked?.due = min(now + bounds.settling, since + bounds.patience)
        case (.notice, nil):
            if asked == nil { asked = Asked(isByHand: false, due: now + bounds.settling, since: now) }
        }
        return wait(at: now)
    }

    /// How long until the next look; zero when it is due.
    package func wait(at now: Duration) -> Duration {
        let earliest = made.count < bounds.looks ? .zero : made[made.count - bounds.looks] + bounds.window
        let due = min(asked.map { max($0.due, earliest) } ?? poll, poll)
        return max(max(due, blocked) - now, .zero)
    }

    /// A look begins, and answers all that was asked but notices that are still to settle.
    /// - Returns: Whether a person asked for it.
    package mutating func begin(at now: Duration) -> Bool {
        guard let answered = asked, answered.due <= now else { return false }
        made = (made + [now]).suffix(bounds.looks)
        asked = nil
        return answered.isByHand
    }

    /// A look has ended.
    /// - Parameters:
    ///   - poll: How long until the next one, if nobody asks.
    ///   - wait: How long the source asked to be left alone.
    package mutating func end(at now: Duration, poll: Duration, wait: Duration?) {
        self.poll = now + poll
        blocked = now + (wait ?? .zero)
    }
}
