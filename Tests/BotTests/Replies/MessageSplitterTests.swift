import Base
import Testing

@testable import docent

@Suite struct MessageSplitterTests {
    private func split(_ text: String, _ limit: Int) -> [String] {
        MessageSplitter(limit: limit).split(text).map(\.content).filter { !$0.isEmpty }
    }

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
            split(text, 50) == ["Look at this:\n```swift\nlet a = 1\nlet b = 2\n```", "```swift\nlet c = 3\n```\nDone."])
    }

    @Test func `code within one line is closed and opened too, wherever it stands`() {
        #expect(split("```one two three four five six```", 24) == ["```one two three\n```", "```\nfour five six```"])
        #expect(
            split("Say ```\(String(repeating: "x", count: 30))``` now", 24) == [
                "Say", "```\(String(repeating: "x", count: 17))\n```", "```\n\(String(repeating: "x", count: 13))```", "now",
            ])
        // What has been cut in the middle of a sentence stays text, and the rest of it too.
        #expect(split("one ```two``` three four five", 20) == ["one ```two```", "three four five"])
    }

    @Test func `a quotation goes on as one, and so does small text`() {
        #expect(split("> Some words that are quoted here", 20) == ["> Some words that", "> are quoted here"])
        #expect(split("Text.\n-# small words under it all", 20) == ["Text.\n-# small", "-# words under it", "-# all"])
        #expect(split("> quoted line\nplain text now", 20) == ["> quoted line", "plain text now"])
    }

    @Test func `an item of a list stays with what is indented below it, where there is room`() {
        let text = "1. First\n   - inner\n   - more\n2. Second\n   - inner"
        #expect(split(text, 46) == ["1. First\n   - inner\n   - more", "2. Second\n   - inner"])
    }

    @Test func `no message begins with what would make it a list or a quotation by chance`() {
        #expect(split("seven words and x > 5 hold", 20) == ["seven words and", "x > 5 hold"])
        #expect(split("five words a - b hold", 14) == ["five words", "a - b hold"])
    }

    @Test func `links, citations and characters stay whole`() {
        #expect(split("Read this: <https://example.org/a> now", 20).contains { $0.contains("<https://example.org/a>") } == false)
        #expect(split("Words to fill it <https://e.org/a> now", 30) == ["Words to fill it", "<https://e.org/a> now"])
        #expect(split("Words to fill it [some](https://e.org)", 30) == ["Words to fill it", "[some](https://e.org)"])
        #expect(split("family 👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 20) == ["family", "👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"])
        let link = "https://example.org/\(String(repeating: "a", count: 1_900))"
        #expect(split("\(String(repeating: "word ", count: 100))<\(link)> [1].", 2_000).contains { $0.contains("<\(link)>") })
        #expect(split("Words to ``quote `a` tick`` here", 24) == ["Words to", "``quote `a` tick`` here"])
    }

    @Test func `a lone mark keeps nothing whole for long`() {
        let text = "5` is " + String(repeating: "a word and ", count: 400)
        #expect(split(text, 2_000).allSatisfy { $0.utf16.count > 1_900 || text.hasSuffix("\($0) ") })
    }

    @Test func `white space beyond the limit needs no other message`() {
        #expect(split("ten chars.   \n\n", 10) == ["ten chars."])
    }

    /// Texts of everything that matters, drawn at random; code is closed at the end.
    static func randomText(_ random: inout SplitMix, tidy: Bool = false) -> String {
        var parts = [
            "word ", "Sentence ends. ", "\n", "\n\n", "- item\n", "  - inner item\n", "```swift\nlet x = 1\nlet y = 2\n```\n", "```\nplain\n```\n",
            "```x``` ", "```c = a + b``` ", "[1] ", "[1][2]. ", "🙂", "👨‍👩‍👧‍👦 ", "<https://example.org/path?x=1> ", "[a](https://example.org) ",
            "`inline code` ", "ção ", "\r\n", "    indented\n", "e\u{301}", "\n> Quoted words. ", "\n-# small words ",
            "```\n\(String(repeating: "long line of code ", count: 9))\n```\n", String(repeating: "x", count: 50),
        ]
        if !tidy { parts += ["``", "```\n", "```", "`", "[", "<", "> ", "- "] }
        return (0..<Int.random(in: 0...40, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    }

    @Test(arguments: 0..<300) func `the slices are the text, and every message fits`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let text = Self.randomText(&random)
        let splitter = MessageSplitter(limit: Int.random(in: 60...200, using: &random))
        let pieces = splitter.split(text)
        #expect(pieces.map(\.slice).joined() == text)
        for piece in pieces { #expect(piece.content.utf16.count <= splitter.limit, "\(piece)") }
    }

    /// Every character comes once, in order, as what it was: text, quotation, or code of the same language. And no message leaves code open.
    @Test(arguments: 0..<500) func `all messages together show what the text shows`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let text = Self.randomText(&random, tidy: true)
        let splitter = MessageSplitter(limit: Int.random(in: 60...200, using: &random))
        let messages = splitter.split(text).map { DiscordMarkdown($0.content) }
        #expect(messages.flatMap(\.shown) == DiscordMarkdown(text).shown, "\(splitter.limit) \(text)")
        #expect(messages.allSatisfy { !$0.isOpen })
    }

    @Test(arguments: 0..<300) func `links, citations and inline code are in one message each`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let text = Self.randomText(&random, tidy: true)
        let contents = MessageSplitter(limit: Int.random(in: 60...200, using: &random)).split(text).map(\.content)
        for whole in ["<https://example.org/path?x=1>", "[a](https://example.org)", "[1][2].", "`inline code`", "👨‍👩‍👧‍👦"] {
            #expect(contents.map { $0.ranges(of: whole).count }.reduce(0, +) == text.ranges(of: whole).count, "\(whole) of \(text)")
        }
    }

    @Test(arguments: 0..<60) func `while the text grows, only the last piece changes`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let text = Self.randomText(&random)
        let splitter = MessageSplitter(limit: Int.random(in: 60...200, using: &random))
        var before: [MessageSplitter.Piece] = []
        var growing = GrowingText(splitter: splitter)
        var grown = ""
        // Scalar by scalar, as a model may cut its pieces.
        for scalar in text.unicodeScalars {
            grown.unicodeScalars.append(scalar)
            growing.append(String(scalar))
            let pieces = splitter.split(grown)
            #expect(Array(pieces.prefix(max(before.count - 1, 0))) == Array(before.dropLast()))
            if Bool.random(using: &random) { #expect(growing.messages() == pieces.map(\.content).filter { !$0.isEmpty }) }
            before = pieces
        }
    }

    @Test func `what stands under an answer is never within its code`() {
        var text = GrowingText(splitter: MessageSplitter(limit: 40))
        text.append("Look:\n```swift\nlet a = 1\n\n")
        #expect(text.messages(under: "-# [1] Manual") == ["Look:\n```swift\nlet a = 1\n```", "-# [1] Manual"])
        text = GrowingText(splitter: MessageSplitter(limit: 40))
        text.append("Yes.  ")
        #expect(text.messages(under: "") == ["Yes."])
    }
}
