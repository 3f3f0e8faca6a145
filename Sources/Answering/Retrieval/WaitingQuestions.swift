import Embedding
import Synchronization

/// The questions that wait for a thread to be searched on. Whoever gets one has its question's vector computed, and those of a few that wait
/// behind it along with it: most of the time goes to reading the model's weights, which are then read once for all of them.
final class WaitingQuestions: Sendable {
    /// A question's place in the line.
    struct Place: Sendable, Equatable {
        fileprivate let number: Int
    }

    private struct Waiting {
        let place: Place
        let text: String
        let embedder: any LocalEmbedder
        /// Whether a thread has begun to compute its vector.
        var isBegun = false
        /// Its vector, or why there is none.
        var vector: Result<[Float], any Error>?
    }

    private struct Line {
        var next = 0
        /// In the order in which they came.
        var waiting: [Waiting] = []
    }

    private let threads: Int
    private let line = Mutex(Line())

    /// How many vectors are computed together at most: more take hardly less time each, and the first one's question waits for all.
    static let together = 4

    /// - Parameter threads: How many of the questions are searched at once.
    init(threads: Int) {
        self.threads = threads
    }

    /// Joins the end of the line; to be left with `leave`.
    func join(_ text: String, for embedder: any LocalEmbedder) -> Place {
        line.withLock { line in
            let place = Place(number: line.next)
            line.next += 1
            line.waiting.append(Waiting(place: place, text: text, embedder: embedder))
            return place
        }
    }

    func leave(_ place: Place) {
        line.withLock { line in line.waiting.removeAll { $0.place == place } }
    }

    /// The vector of the question at that place, whose turn it is: as computed with an earlier one, or computed on this thread.
    /// - Throws: What its embedder throws.
    func vector(of place: Place, text: String, by embedder: any LocalEmbedder) throws -> [Float] {
        if let vector = line.withLock({ line in line.waiting.first { $0.place == place }?.vector }) { return try vector.get() }
        let others = begin(besides: place, by: embedder)
        let vectors = Result { try embedder.vectors(for: [text] + others.map(\.text)) }
        line.withLock { line in
            for index in line.waiting.indices {
                guard let number = others.firstIndex(where: { $0.place == line.waiting[index].place }) else { continue }
                line.waiting[index].vector = vectors.map { $0[number + 1] }
            }
        }
        return try vectors.get()[0]
    }

    /// Takes those whose vectors are computed along with that of the question at `place`. The first of them are left to the other threads: their
    /// turn comes before this is done.
    private func begin(besides place: Place, by embedder: any LocalEmbedder) -> [(place: Place, text: String)] {
        line.withLock { line in
            var left = threads - 1
            var begun: [(place: Place, text: String)] = []
            for index in line.waiting.indices where begun.count < Self.together - 1 {
                let waiting = line.waiting[index]
                if waiting.place == place {
                    line.waiting[index].isBegun = true
                } else if !waiting.isBegun, waiting.embedder === embedder {
                    left -= 1
                    guard left < 0 else { continue }
                    line.waiting[index].isBegun = true
                    begun.append((waiting.place, waiting.text))
                }
            }
            return begun
        }
    }
}
