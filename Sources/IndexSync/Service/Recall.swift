/// How much of what the index before found for recent questions the new one finds too. It decides nothing: other documents are found when
/// there are other documents. It is told to the operator, who knows what was changed.
package struct Recall: Sendable, Equatable {
    /// How many questions were searched for in both.
    package var questions: Int
    /// The mean share of the sources found before that are found again, 0 to 1.
    package var sources: Double
    /// The mean share of the passages found before that are found again, word by word, 0 to 1.
    package var passages: Double

    package init(questions: Int, sources: Double, passages: Double) {
        self.questions = questions
        self.sources = sources
        self.passages = passages
    }

    /// What one of the questions found in an index.
    package struct Found: Sendable, Equatable {
        package var sources: Set<String>
        package var passages: Set<String>

        package init(sources: Set<String>, passages: Set<String>) {
            self.sources = sources
            self.passages = passages
        }
    }

    /// - Parameter pairs: What each question found in the index before and in the new one. Those that found nothing before do not count.
    /// - Returns: nil when there is nothing to compare.
    package init?(_ pairs: [(before: Found, after: Found)]) {
        let pairs = pairs.filter { !$0.before.passages.isEmpty }
        guard !pairs.isEmpty else { return nil }
        func mean(_ part: (Found) -> Set<String>) -> Double {
            let shares = pairs.filter { !part($0.before).isEmpty }
                .map { Double(part($0.before).intersection(part($0.after)).count) / Double(part($0.before).count) }
            return shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
        }
        self.init(questions: pairs.count, sources: mean(\.sources), passages: mean(\.passages))
    }

    /// For people.
    package var text: String {
        "of what \(questions) recent questions found before, it finds \(Self.percent(sources)) of the sources and \(Self.percent(passages)) of the passages"
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
