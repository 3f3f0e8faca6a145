import Synchronization

/// What was asked last, for comparing a new index with the one that is served. In this process's memory alone: nothing of it is written
/// anywhere, nobody's name stands beside it, and after a restart it is empty.
package final class RecentQuestions: Sendable {
    private let texts = Mutex<[String]>([])
    private let most: Int
    /// Longer ones, with files or conversations in them, are not kept.
    private static let longest = 1_000

    /// - Parameter most: How many; older ones go.
    package init(most: Int = 50) {
        self.most = most
    }

    /// The newest last; each once.
    package var all: [String] { texts.withLock(\.self) }

    /// Notes one.
    package func add(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.longest else { return }
        texts.withLock { texts in
            texts.removeAll { $0 == text }
            texts.append(text)
            if texts.count > most { texts.removeFirst(texts.count - most) }
        }
    }

    /// Forgets all of them, since nobody knows whose they are.
    package func clear() {
        texts.withLock { $0 = [] }
    }
}
