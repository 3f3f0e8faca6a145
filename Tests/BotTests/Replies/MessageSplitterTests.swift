import Base
import Testing

@testable import docent

@Suite struct MessageSplitterTests {
    private func split(_ text: String, _ limit: Int) -> [String] { MessageSplitter(limit: limit).split(text).map(\.content) }

    @Test func `golden splits`() {
        #expect(split("", 20).isEmpty)
        #expect(split("short", 20) == ["short"])
        #expect(split("First part.\n\nSecond part.", 20) == ["First part.", "Second part."])
        #expect(split("- item one\n- item two\n- three", 22) == ["- item one\n- item two", "- three"])
        #expect(split("One sentence. Another one.", 20) == ["One sentence.", "Another one."])
        #expect(split("just some words in a row", 20) == ["just some words in", "a row"])
        #expect(split("unbreakablelongword", 10) == ["unbreakabl", "elongword"])
        #expect(split("Known fact here. [12] Next one.", 20) == ["Known fact here.", "[12] Next one."])
    }

    @Test func `code goes on with its language`() {
        let text = "Look at this:\n```swift\nlet a = 1\nlet b = 2\nlet c = 3\n```\nDone."
        #expect(
            split(text, 50) == ["Look at this:\n```swift\nlet a = 1\n```", "```swift\nlet b = 2\nlet c = 3\n```\nDone."])
    }

    @Test func `links, citations and characters stay whole`() {
        #expect(split("Read this: <https://example.org/a> now", 20).contains { $0.contains("<https://example.org/a>") } == false)
        #expect(split("Words to fill it <https://e.org/a> now", 30) == ["Words to fill it", "<https://e.org/a> now"])
        #expect(split("Words to fill it [some](https://e.org)", 30) == ["Words to fill it", "[some](https://e.org)"])
        #expect(split("family 👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 20) == ["family", "👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"])
    }

    /// Texts of everything that matters, drawn at random.
    private func randomText(_ random: inout SplitMix) -> String {
        let parts = [
            "word ", "Sentence ends. ", "\n", "\n\n", "- item\n", "```swift\nlet x = 1\nlet y = 2\n```\n", "```\n", "[1] ", "[1][2]. ", "🙂",
            "👨‍👩‍👧‍👦 ", "<https://example.org/path?x=1> ", "[a](https://example.org) ", "`inline code` ", "ção ", "\r\n", "    indented\n", "``",
            "e\u{301}",
            String(repeating: "x", count: 50),
        ]
        return (0..<Int.random(in: 0...40, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    }

    @Test(arguments: 0..<300) func `the slices are the text, and every message fits`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let text = randomText(&random)
        let splitter = MessageSplitter(limit: Int.random(in: 60...200, using: &random))
        let pieces = splitter.split(text)
        let whole = pieces.map(\.slice).joined()
        #expect(whole == text || text.hasPrefix(whole) && text.dropFirst(whole.count).allSatisfy(\.isWhitespace))
        for piece in pieces { #expect(piece.content.utf16.count <= splitter.limit, "\(piece)") }
    }

    @Test(arguments: 0..<40) func `while the text grows, only the last piece changes`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let text = randomText(&random)
        let splitter = MessageSplitter(limit: Int.random(in: 60...200, using: &random))
        var before: [String] = []
        var grown = ""
        // Scalar by scalar, as a model may cut its pieces.
        for scalar in text.unicodeScalars {
            grown.unicodeScalars.append(scalar)
            let pieces = splitter.split(grown).map(\.slice)
            #expect(Array(pieces.prefix(max(before.count - 1, 0))) == Array(before.dropLast()))
            before = pieces
        }
    }
}
