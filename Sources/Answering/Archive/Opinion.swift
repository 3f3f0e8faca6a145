/// What members think of the answers from one index.
package struct Opinion: Sendable, Equatable {
    package var up: Int
    package var down: Int
    /// How many members voted an answer down.
    package var critics: Int

    package init(up: Int = 0, down: Int = 0, critics: Int = 0) {
        self.up = up
        self.down = down
        self.critics = critics
    }
}
