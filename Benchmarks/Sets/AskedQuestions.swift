import Base

/// The questions that speed and memory are measured with, by Docent and by whoever is compared with it.
enum AskedQuestions {
    /// Those of all sets in a folder, in an order that is the same in every run; again from the first where more are wanted.
    static func seeded(in folder: String, count: Int) throws -> [String] {
        var random = SplitMix(seed: 7)
        let texts = try RetrievalSet.all(in: folder).flatMap(\.questions).map(\.text).shuffled(using: &random)
        guard !texts.isEmpty else {
            throw Problem(
                .usage, what: "cannot read the sets", location: folder, reason: "it holds no set with questions",
                remedy: "Name the folder of the sets with --data.")
        }
        return (0..<count).map { texts[$0 % texts.count] }
    }
}
