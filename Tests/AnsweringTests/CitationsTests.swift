import Answering
import Testing

@Suite struct CitationsTests {
    /// An answer with five passages, what is shown of it, and what it cites.
    static let table: [(String, String, [Int])] = [
        ("Water boils [1].", "Water boils [1].", [1]),
        ("A [2], b [1, 3] and c [2][4].", "A [2], b [1, 3] and c [2][4].", [2, 1, 3, 4]),
        ("All of it [1-3] or [2–4].", "All of it [1-3] or [2–4].", [1, 2, 3, 4]),
        ("Invented [9].", "Invented.", []),
        ("Half invented [2, 9] here", "Half invented [2] here", [2]),
        ("Too far [4-7].", "Too far [4, 5].", [4, 5]),
        ("No such thing [0] at all", "No such thing at all", []),
        ("In [2020] and [abc] and [ ] and [1", "In [2020] and [abc] and [ ] and [1", []),
        ("`a[1]` and [2]\n```swift\nlet x = y[3]\n```\nend [4]", "`a[1]` and [2]\n```swift\nlet x = y[3]\n```\nend [4]", [2, 4]),
        ("``x ` [1]`` [2]", "``x ` [1]`` [2]", [2]),
        ("word[3]  two  spaces [", "word[3]  two  spaces [", [3]),
        ("ção 🙂 [5]", "ção 🙂 [5]", [5]),
        ("- [x] done [3-1]", "- [x] done [3-1]", []),
        ("", "", []),
    ]

    @Test(arguments: table) func `citations, whole and one character at a time`(text: String, shown: String, cited: [Int]) {
        var whole = Citations(of: 5)
        #expect(whole.consume(text) + whole.finish() == shown)
        #expect(whole.cited == cited)
        var slow = Citations(of: 5)
        var slowly = ""
        for character in text { slowly += slow.consume(String(character)) }
        #expect(slowly + slow.finish() == shown)
        #expect(slow.cited == cited)
    }

    @Test func `what cannot become a citation any more is shown at once`() {
        var citations = Citations(of: 5)
        #expect(citations.consume("see [1") == "see")
        #expect(citations.consume("x") == " [1x")
    }
}
