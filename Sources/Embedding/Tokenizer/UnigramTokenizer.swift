/// Cuts a text into the pieces of a SentencePiece unigram vocabulary: of all ways to write the normalised text as a row of pieces the
/// one with the greatest sum of log-probabilities (Kudo, "Subword Regularization", ACL 2018; the search is Viterbi's).
///
/// It reads the vocabulary in place from the model pack, so it takes no memory of its own.
///
/// `@unchecked Sendable`: its tables lie in the pack's mapping, which is never written and which `pack` keeps.
struct UnigramTokenizer: @unchecked Sendable {
    /// The piece that stands for a character that no piece covers, and for an empty text.
    static let unknown: UInt32 = 0
    /// Stands before every text.
    static let beginning: UInt32 = 1
    /// Stands after every text.
    static let end: UInt32 = 2

    private let pack: ModelPack
    private let normalizer: Normalizer
    private let pieces: DoubleArray
    private let scores: UnsafeBufferPointer<Float>
    private let unknownScore: Double

    init(pack: ModelPack) {
        self.pack = pack
        normalizer = Normalizer(trie: DoubleArray(units: pack.numbers(.charTrie)), replacements: pack.numbers(.charText))
        pieces = DoubleArray(units: pack.numbers(.pieceTrie))
        scores = pack.numbers(.pieceScore)
        unknownScore = pack.info.unknownScore
    }

    /// Names tokenizer and vocabulary.
    var name: String { pack.info.tokenizer }

    /// The text's pieces in order, without the marks of beginning and end; none for a text without anything to read.
    func pieces(in text: String) -> [UInt32] {
        var text = text
        let normalized = text.withUTF8 { normalizer.normalize($0) }
        return normalized.withUnsafeBufferPointer(best)
    }

    /// The same, with words that came a short while ago taken from memory.
    ///
    /// The best way through a text is the best ways through its words, one after another: no piece has U+2581 but at its beginning
    /// (`SentencePieceModel` sees to it), and the scores have so few digits that their sums in double precision are exact in any order.
    func pieces(in text: String, by words: inout RecentWords) -> [UInt32] {
        var text = text
        let normalized = text.withUTF8 { normalizer.normalize($0) }
        return normalized.withUnsafeBufferPointer { bytes in
            var found: [UInt32] = []
            var start = 0
            while start < bytes.count {
                var end = start + 1
                while end < bytes.count, !Normalizer.isSpace(bytes, at: end) { end += 1 }
                words.append(UnsafeBufferPointer(rebasing: bytes[start..<end]), to: &found, cut: best)
                start = end
            }
            return found
        }
    }

    /// The logarithm of a piece's probability; the unknown score for a number beyond the vocabulary.
    func score(of piece: UInt32) -> Float {
        Int(piece) < scores.count ? scores[Int(piece)] : Float(unknownScore)
    }

    /// What the encoder reads: the pieces between their marks, and for an empty text the unknown piece, as the model was trained.
    func input(for text: String) -> [UInt32] {
        let found = pieces(in: text)
        return [Self.beginning] + (found.isEmpty ? [Self.unknown] : found) + [Self.end]
    }

    /// The best way up to each byte: its score, the last piece of it and where that begins.
    private struct Step {
        var score = -Double.infinity
        var piece = UnigramTokenizer.unknown
        var start: Int32 = 0
    }

    private func best(_ text: UnsafeBufferPointer<UInt8>) -> [UInt32] {
        // Sums are in double precision, as in the reference: in single precision long texts meet ties that are none.
        var steps = [Step](repeating: Step(), count: text.count + 1)
        steps[0].score = 0
        steps.withUnsafeMutableBufferPointer { steps in
            var index = 0
            while index < text.count {
                let length = min(Normalizer.characterLength(text[index]), text.count - index)
                let score = steps[index].score
                var covered = false
                func reach(_ end: Int, _ total: Double, _ piece: UInt32) {
                    // Strictly greater: of equals the one that begins first stays.
                    if total > steps[end].score { steps[end] = Step(score: total, piece: piece, start: Int32(truncatingIfNeeded: index)) }
                }
                pieces.forEachPrefix(of: text, from: index) { count, piece in
                    if Int(piece) < scores.count { reach(index + count, score + Double(scores[Int(piece)]), piece) }
                    if count == length { covered = true }
                }
                if !covered { reach(index + length, score + unknownScore, Self.unknown) }
                index += length
            }
        }
        var found: [UInt32] = []
        var end = text.count
        while end > 0 {
            found.append(steps[end].piece)
            end = Int(steps[end].start)
        }
        return found.reversed()
    }
}
