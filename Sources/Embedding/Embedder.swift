/// Turns text into vectors of unit length whose inner product tells how alike two texts are in meaning.
package protocol Embedder: Sendable {
    /// The model's name as it stands in a manifest's `embed_model`.
    var model: String { get }
    /// How many numbers a vector has.
    var dimension: Int { get }
    /// One vector for each question, in order.
    /// - Throws: `Problem`, or `CancellationError`.
    func embed(questions: [String]) async throws -> [[Float]]
    /// One or more vectors for each passage, in order: a text longer than the model reads well is cut into windows with a vector each.
    /// - Throws: `Problem`, or `CancellationError`.
    func embed(passages: [PassageInput]) async throws -> [[[Float]]]
}

/// An embedder that computes where it is called, for one who has a thread for that and something to do with the vectors there.
package protocol LocalEmbedder: Embedder, AnyObject {
    /// One vector for each question, in order, on the caller's thread: less than a millisecond of work for a question of usual length. A few
    /// together take much less than one after another.
    /// - Throws: `Problem`.
    func vectors(for questions: [String]) throws -> [[Float]]
}

/// A text to embed, with the title that is put before each of its windows.
package struct PassageInput: Sendable, Equatable {
    package var title: String
    package var text: String

    package init(title: String = "", text: String) {
        self.title = title
        self.text = text
    }
}
