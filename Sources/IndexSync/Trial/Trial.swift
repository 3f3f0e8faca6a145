/// Watches an index for a while after it was activated, and says when it is worse than the one before it. A value: searches and votes go in
/// with the time, and at most one verdict for each trial comes out.
package struct Trial: Sendable, Equatable {
    /// What happened with the index that is served, as far as it matters here.
    package struct Tally: Sendable, Equatable {
        package var searches = 0
        package var failures = 0

        /// Which share of the searches failed; 0 without any.
        var share: Double { searches > 0 ? Double(failures) / Double(searches) : 0 }

        /// Older searches count less, so that what is compared is the recent past.
        fileprivate mutating func add(failed: Bool) {
            if searches >= 1_000 { (searches, failures) = (searches / 2, failures / 2) }
            searches += 1
            if failed { failures += 1 }
        }
    }

    /// The order to go back.
    package struct Rollback: Sendable, Equatable {
        /// The snapshot that was found wanting.
        package var snapshot: String
        /// The one before it.
        package var fallback: String
        package var reason: String
    }

    private enum State: Equatable {
        /// Nothing is on trial: what is served has stood it, was gone back to, or has none before it.
        case quiet(snapshot: String?, Tally)
        case running(Course)
    }

    private struct Course: Equatable {
        var snapshot: String
        var fallback: String
        var end: Duration
        /// Of the one before, while this process served it.
        var before: Tally
        var tally = Tally()
    }

    private let rules: TrialRules
    private var state = State.quiet(snapshot: nil, Tally())

    package init(_ rules: TrialRules) {
        self.rules = rules
    }

    /// A snapshot is served from now on.
    /// - Parameters:
    ///   - fallback: The one before it, to which a rollback would lead; nil where there is none, or where it is served after a rollback.
    ///   - age: For how long it has been served already, by an earlier process.
    mutating func activate(_ snapshot: String, fallback: String?, age: Duration = .zero, at now: Duration) {
        let before = tally
        guard let fallback, fallback != snapshot, !rules.signs.isEmpty, age < rules.period else {
            state = .quiet(snapshot: snapshot, Tally())
            return
        }
        state = .running(Course(snapshot: snapshot, fallback: fallback, end: now + rules.period - max(age, .zero), before: before))
    }

    /// A question was searched for.
    /// - Parameter failure: Why the search failed; nil when it did not.
    /// - Returns: What is to be done about it; nil for nothing.
    mutating func searched(_ snapshot: String, failure: String?, at now: Duration) -> Rollback? {
        settle(at: now)
        switch state {
        case .quiet(let served, var tally):
            guard served == snapshot else { return nil }
            tally.add(failed: failure != nil)
            state = .quiet(snapshot: served, tally)
            return nil
        case .running(var course):
            // A question that began with the index before this one says nothing of this one.
            guard course.snapshot == snapshot else { return nil }
            course.tally.add(failed: failure != nil)
            state = .running(course)
            guard rules.signs.contains(.errors), let failure, course.tally.failures >= rules.failures,
                course.tally.share > course.before.share + rules.failureRise
            else { return nil }
            return end(
                course,
                "\(course.tally.failures) of \(course.tally.searches) searches failed, before it \(course.before.failures) of "
                    + "\(course.before.searches); the last: \(failure)")
        }
    }

    /// Somebody voted on an answer.
    /// - Parameters:
    ///   - opinion: Of the answers from the snapshot, since it was activated.
    ///   - before: Of the answers from the one before it.
    mutating func voted(_ snapshot: String, _ opinion: TrialOpinion, before: TrialOpinion, at now: Duration) -> Rollback? {
        settle(at: now)
        guard rules.signs.contains(.votes), case .running(let course) = state, course.snapshot == snapshot, opinion.down >= rules.downs,
            opinion.critics >= rules.critics, opinion.share > before.share + rules.downRise
        else { return nil }
        return end(
            course,
            "\(opinion.down) of \(opinion.down + opinion.up) votes on its answers are 👎, by \(opinion.critics) members, before it \(before.down) "
                + "of \(before.down + before.up)")
    }

    /// What is on trial, and for how long still; nil for nothing.
    func remaining(at now: Duration) -> (snapshot: String, time: Duration)? {
        guard case .running(let course) = state, now < course.end else { return nil }
        return (course.snapshot, course.end - now)
    }

    private var tally: Tally {
        switch state {
        case .quiet(_, let tally): tally
        case .running(let course): course.tally
        }
    }

    /// Ends a trial whose time is over.
    private mutating func settle(at now: Duration) {
        guard case .running(let course) = state, now >= course.end else { return }
        state = .quiet(snapshot: course.snapshot, course.tally)
    }

    private mutating func end(_ course: Course, _ reason: String) -> Rollback {
        state = .quiet(snapshot: course.snapshot, course.tally)
        return Rollback(snapshot: course.snapshot, fallback: course.fallback, reason: reason)
    }
}

/// What members think of the answers from an index.
package struct TrialOpinion: Sendable, Equatable {
    package var up: Int
    package var down: Int
    /// How many members voted them down: one who dislikes everything is not enough.
    package var critics: Int

    package init(up: Int = 0, down: Int = 0, critics: Int = 0) {
        self.up = up
        self.down = down
        self.critics = critics
    }

    /// Which share of the votes is against; 0 without any.
    var share: Double { up + down > 0 ? Double(down) / Double(up + down) : 0 }
}
