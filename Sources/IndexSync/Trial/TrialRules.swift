/// When an index that is new is taken back.
package struct TrialRules: Sendable, Equatable {
    /// What may speak against an index.
    package enum Sign: String, Sendable, CaseIterable {
        /// Searches in it that fail.
        case errors
        /// Members' votes on its answers.
        case votes
    }

    /// How long it is watched (INDEX_TRIAL_MINUTES).
    package var period: Duration
    /// What is heeded (INDEX_ROLLBACK); none: nothing is taken back.
    package var signs: Set<Sign>
    /// How many searches must have failed, so that a single mishap decides nothing.
    var failures = 3
    /// By how much the share of failed searches must exceed that of the index before.
    var failureRise = 0.2
    /// How many votes must be against it.
    var downs = 5
    /// By how many members.
    var critics = 3
    /// By how much the share of votes against it must exceed that of the index before.
    var downRise = 0.25

    package init(period: Duration = .seconds(1_800), signs: Set<Sign> = [.errors]) {
        self.period = period
        self.signs = signs
    }

    /// Nothing is taken back.
    package static let off = TrialRules(signs: [])
}
