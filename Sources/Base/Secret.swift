/// A token or key. It prints as `<redacted>` however it is printed, so it cannot reach a log, a page or a file by accident.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    package init(_ value: String) {
        self.value = value
    }

    /// The secret itself, for the one header or message that needs it.
    package var revealed: String { value }

    /// Whether a text that somebody offers is the secret, in a time that tells nothing of where they differ.
    package func matches(_ offered: String) -> Bool {
        let (known, offered) = (Array(value.utf8), Array(offered.utf8))
        guard !known.isEmpty else { return false }
        var difference = known.count ^ offered.count
        for index in offered.indices { difference |= Int(known[index % known.count] ^ offered[index]) }
        return difference == 0
    }

    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    /// Without this, `dump` and reflection would show the stored value.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
