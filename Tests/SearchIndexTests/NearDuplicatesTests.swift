import Base
@testable import SearchIndex
import Testing

struct NearDuplicatesTests {
    private static let words = (0..<60).map { "word\($0)" }

    private func areAlike(_ one: [String], _ other: [String]) -> Bool {
        var texts = NearDuplicates()
        return texts.admits(one.joined(separator: " ")) && !texts.admits(other.joined(separator: " "))
    }

    @Test func `a text is near another's by nine of ten of its runs of three words`() {
        let words = Self.words
        #expect(areAlike(words, words))
        #expect(areAlike(words.map { $0.uppercased() + "," }, words))
        #expect(areAlike(words, words + ["more"]))
        // One word changed changes three runs of 58.
        #expect(areAlike(words, words.map { $0 == "word30" ? "other" : $0 }))
        #expect(!areAlike(words, words.map { ["word10", "word30", "word50"].contains($0) ? "other" : $0 }))
        #expect(!areAlike(words, words.reversed()))
        #expect(!areAlike(words, Array(words.prefix(50))))
        #expect(areAlike(["one", "two"], ["One", "two."]))
        #expect(!areAlike(["one", "two"], ["two", "one"]))
        #expect(areAlike([], []))
    }

    @Test func `the measure is that of Broder on sets`() {
        var random = SplitMix(seed: 3)
        for _ in 0..<200 {
            let one = (0..<30).map { _ in "w\(Int.random(in: 0..<12, using: &random))" }
            var other = one
            for _ in 0..<Int.random(in: 0..<3, using: &random) { other[Int.random(in: 0..<30, using: &random)] = "x" }
            func runs(_ words: [String]) -> Set<[String]> { Set((0..<28).map { Array(words[$0..<$0 + 3]) }) }
            let (common, all) = (runs(one).intersection(runs(other)).count, runs(one).union(runs(other)).count)
            #expect(areAlike(one, other) == (Double(common) >= 0.9 * Double(all)))
        }
    }

    @Test func `runs are counted once each, whatever their hashes`() {
        var random = SplitMix(seed: 4)
        for most in [1, 8, 200] as [UInt64] {
            for count in [0, 1, 30, 300] {
                let one = (0..<count).map { _ in UInt64.random(in: 1...most, using: &random) << 40 }
                let other = (0..<count).map { _ in UInt64.random(in: 1...most, using: &random) << 40 }
                let (first, second) = (RunSet(one), RunSet(other))
                #expect(first.count == Set(one).count)
                let (common, all) = (Set(one).intersection(other).count, Set(one).union(other).count)
                #expect(first.isAlike(second) == (10 * common >= 9 * all) && second.isAlike(first) == first.isAlike(second))
            }
        }
        #expect(RunSet([0, 0]).isAlike(RunSet([0])))
    }
}
