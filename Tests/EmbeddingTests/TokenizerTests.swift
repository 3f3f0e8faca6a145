import Base
@testable import Embedding
import Foundation
import Testing

@Suite struct TokenizerTests {
    @Test(.needsModel) func `tokens are those of the reference, for odd texts too`() throws {
        let tokenizer = UnigramTokenizer(pack: try ModelPack(path: TestModel.path))
        for reference in try Reference.fixture() {
            // The reference has the unknown piece for an empty text; only the encoder's input has it here.
            #expect(tokenizer.input(for: reference.text) == [1] + reference.ids + [2], "\(reference.text.debugDescription)")
        }
        #expect(tokenizer.pieces(in: " \t ").isEmpty)
    }

    @Test(.needsModel) func `words that are remembered are cut as if each text came alone`() throws {
        let tokenizer = UnigramTokenizer(pack: try ModelPack(path: TestModel.path))
        var words = RecentWords()
        var random = SplitMix(seed: 9)
        let texts = try Reference.fixture().map(\.text)
        let odd = ["", "  ", "\u{2581}", "a\u{2581}\u{2581}b", "中文字", "😀😀", "\u{0}"]
        let parts = texts.flatMap { $0.split(separator: " ").map(String.init) } + odd
        for round in 0..<2_000 {
            let mixed = (0..<Int.random(in: 0...40, using: &random)).map { _ in parts[Int.random(in: parts.indices, using: &random)] }
            let text = round < 2 * texts.count ? texts[round % texts.count] : mixed.joined(separator: " ")
            #expect(tokenizer.pieces(in: text, by: &words) == tokenizer.pieces(in: text), "\(text.debugDescription)")
        }
    }

    @Test func `a word's pieces are remembered where there is room, and those of another that takes its place are not mistaken for them`() {
        var words = RecentWords()
        var random = SplitMix(seed: 10)
        var cuts = 0
        for _ in 0..<200_000 {
            // Runs of few letters, so that many come again and many more words come than there are places.
            let length = Int.random(in: 0...(Bool.random(using: &random) ? 3 : 40), using: &random)
            let word = (0..<length).map { _ in UInt8.random(in: 97...102, using: &random) }
            let expected = word.prefix(9).map(UInt32.init)
            var found: [UInt32] = [7]
            word.withUnsafeBufferPointer { word in
                words.append(word, to: &found) {
                    cuts += 1
                    return $0.prefix(9).map(UInt32.init)
                }
            }
            #expect(found == [7] + expected)
        }
        #expect(cuts < 140_000)
    }

    @Test func `a double array finds exactly the keys that a text begins with`() throws {
        var random = SplitMix(seed: 4)
        var keys: Set<[UInt8]> = []
        while keys.count < 3000 {
            let alphabet: ClosedRange<UInt8> = Bool.random(using: &random) ? 97...101 : 1...255
            keys.insert((0..<Int.random(in: 1...9, using: &random)).map { _ in .random(in: alphabet, using: &random) })
        }
        let sorted = keys.sorted { $0.lexicographicallyPrecedes($1) }
        let numbers = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, UInt32($0)) })
        let units = try DoubleArrayBuilder.units(for: sorted.enumerated().map { ($1, UInt32($0)) })
        units.withUnsafeBufferPointer { units in
            let trie = DoubleArray(units: units)
            for round in 0..<6000 {
                var text = round % 2 == 0 ? sorted[round / 2] : []
                text += (0..<6).map { _ in UInt8.random(in: round % 3 == 0 ? 0...255 : 97...101, using: &random) }
                if round % 5 == 0 { text[Int.random(in: 0..<text.count, using: &random)] = 0 }
                var found: [Int: UInt32] = [:]
                text.withUnsafeBufferPointer { trie.forEachPrefix(of: $0, from: 0) { found[$0] = $1 } }
                let expected = (1...text.count).compactMap { length in numbers[Array(text.prefix(length))].map { (length, $0) } }
                #expect(found == Dictionary(uniqueKeysWithValues: expected))
            }
        }
    }

    @Test(arguments: [[[UInt8]()], [[1, 0]], [[1], [1]], [[2], [1]]]) func `keys that a trie cannot hold are refused`(keys: [[UInt8]]) {
        #expect(throws: (any Error).self) { try DoubleArrayBuilder.units(for: keys.map { ($0, 0) }) }
    }

    @Test func `tokens are numbered in the order of their first occurrence`() {
        var random = SplitMix(seed: 5)
        let tokens = (0..<5000).map { _ in UInt32.random(in: 0..<2000, using: &random) << (UInt32.random(in: 0...1, using: &random) * 8) }
        var numbering = TokenNumbering(capacity: tokens.count)
        let numbers = [tokens[..<700], tokens[700..<700], tokens[700...]].flatMap { numbering.numbers(of: $0) }
        let known = numbering.tokens
        #expect(numbers.map { known[Int($0)] } == tokens)
        #expect(Set(tokens).count == known.count)
    }

    @Test func `a character map of garbage neither crashes nor hangs`() {
        var random = SplitMix(seed: 6)
        for _ in 0..<60 {
            let units = (0..<Int.random(in: 0...600, using: &random)).map { _ in UInt32.random(in: 0 ... .max, using: &random) }
            let text = Array("aé 中\u{0}😀z".utf8)
            units.withUnsafeBufferPointer { units in
                text.withUnsafeBufferPointer { text in
                    _ = Normalizer(trie: DoubleArray(units: units), replacements: UnsafeBufferPointer(rebasing: text[0..<7])).normalize(text)
                }
            }
        }
    }
}
