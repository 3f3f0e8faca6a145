/// A pack's description of its content, kept in its first section as lines of `name=value`.
package struct ModelInfo: Sendable, Equatable {
    /// The model's name, as manifests of ours spell it.
    package var model: String
    /// Names tokenizer and vocabulary, for stored token numbers.
    package var tokenizer: String
    /// Pieces of the vocabulary.
    package var pieces: Int
    /// Rows of the token table; a few more than there are pieces.
    package var rows: Int
    /// The score of a character that no piece covers.
    package var unknownScore: Double
    /// The small number under the square roots of layer normalisation.
    package var epsilon: Float

    /// The description as it stands in a pack.
    var text: String {
        """
        model=\(model)
        tokenizer=\(tokenizer)
        pieces=\(pieces)
        rows=\(rows)
        unknownScore=\(unknownScore)
        epsilon=\(epsilon)

        """
    }

    init(model: String, tokenizer: String, pieces: Int, rows: Int, unknownScore: Double, epsilon: Float) {
        self.model = model
        self.tokenizer = tokenizer
        self.pieces = pieces
        self.rows = rows
        self.unknownScore = unknownScore
        self.epsilon = epsilon
    }

    /// Reads what `text` writes; nil when something is missing or is no number.
    init?(text: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
        let values = Dictionary(lines.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { first, _ in first }
        guard let model = values["model"], let tokenizer = values["tokenizer"], let pieces = values["pieces"].flatMap({ Int($0) }),
            let rows = values["rows"].flatMap({ Int($0) }), let unknownScore = values["unknownScore"].flatMap({ Double($0) }),
            let epsilon = values["epsilon"].flatMap({ Float($0) })
        else { return nil }
        self.init(
            model: String(model), tokenizer: String(tokenizer), pieces: pieces, rows: rows, unknownScore: unknownScore, epsilon: epsilon)
    }
}
