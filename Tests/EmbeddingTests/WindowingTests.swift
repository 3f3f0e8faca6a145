import Base
@testable import Embedding
import Testing

@Suite struct WindowingTests {
    /// A token for every four characters, as good as any for cutting.
    private func count(_ text: Substring) -> Int { (text.utf8.count + 3) / 4 }

    private func windowing(length: Int, overlap: Int, slack: Int) -> Windowing {
        var windowing = Windowing()
        (windowing.length, windowing.overlap, windowing.slack) = (length, overlap, slack)
        return windowing
    }

    @Test func `windows cover all words in order, none too long, neighbours overlapping`() {
        var random = SplitMix(seed: 9)
        for _ in 0..<400 {
            let windowing = windowing(
                length: .random(in: 10...60, using: &random), overlap: .random(in: 0...20, using: &random), slack: .random(in: 0...20, using: &random)
            )
            let words = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                Word(text: "w", tokens: .random(in: 0...(windowing.length / 4), using: &random), endsSentence: .random(using: &random))
            }
            let windows = windowing.windows(words)
            #expect(windows.first?.lowerBound == 0 && windows.last?.upperBound == words.count)
            for (one, next) in zip(windows, windows.dropFirst()) {
                #expect(one.lowerBound < next.lowerBound && next.lowerBound <= one.upperBound && one.upperBound < next.upperBound)
                #expect(words[next.lowerBound..<one.upperBound].reduce(0) { $0 + $1.tokens } <= windowing.overlap)
            }
            #expect(windows.allSatisfy { words[$0].reduce(0) { $0 + $1.tokens } <= windowing.length })
        }
    }

    @Test func `cuts fall between sentences where one ends near`() {
        let sentence = "Uno dos tres cuatro cinco seis siete ocho."
        let texts = windowing(length: 40, overlap: 0, slack: 20).texts(
            for: PassageInput(text: Array(repeating: sentence, count: 9).joined(separator: " ")), count: count)
        #expect(texts.count > 1 && texts.allSatisfy { $0.hasPrefix("Uno") && $0.hasSuffix("ocho.") })
    }

    @Test func `the title stands before every window, cut where it is long`() {
        let long = Array(repeating: "palabra", count: 200).joined(separator: " ")
        let windowing = windowing(length: 50, overlap: 10, slack: 10)
        let texts = windowing.texts(for: PassageInput(title: " Ley de plazos ", text: long), count: count)
        #expect(texts.count > 4 && texts.allSatisfy { $0.hasPrefix("Ley de plazos. palabra") })
        #expect(windowing.texts(for: PassageInput(title: long, text: "x"), count: count)[0].utf8.count < 150)
    }

    @Test(arguments: [("", "", [""]), ("T", "", ["T"]), ("", "a b", ["a b"]), ("T", " a\n b ", ["T. a\n b"]), ("", " \n", [""])])
    func `short and empty passages are one window`(title: String, text: String, expected: [String]) {
        #expect(Windowing().texts(for: PassageInput(title: title, text: text), count: count) == expected)
    }

    @Test func `a script without spaces is cut too`() {
        let texts = windowing(length: 40, overlap: 0, slack: 0).texts(for: PassageInput(text: String(repeating: "文", count: 1000)), count: count)
        #expect(texts.count > 10 && texts.joined() == String(repeating: "文", count: 1000))
    }
}
