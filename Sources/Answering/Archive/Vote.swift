/// What a member thinks of an answer.
package enum Vote: String, Sendable, CaseIterable {
    case up, down
}
