import Answering
import Testing

@testable import docent

@Suite struct SourceLinesTests {
    private func answer(_ passages: [(Int, Passage)]) -> Answer {
        Answer(
            text: "", kind: .extracts, sources: passages.map { CitedSource(number: $0, passage: $1) }, revision: "r-1", language: .portuguese)
    }

    @Test func `sources are small text with their place and link, the revision behind the last`() {
        let text = SourceLines.text(
            for: answer([
                (2, Passage(chunk: 0, text: "", title: "Manual", page: 3, url: "https://example.org/a b")),
                (1, Passage(chunk: 1, text: "", source: "ice.md", section: "Cold")),
                (3, Passage(chunk: 1, text: "", title: "Law", page: 4, pageEnd: 6, url: "javascript:alert(1)")),
            ]))
        #expect(
            text == """
                -# [2] Manual, p. 3 <https://example.org/a%20b>
                -# [1] ice.md, Cold
                -# [3] Law, pp. 4–6 · índice r-1
                """)
    }

    @Test func `a title cannot break out of its line or its link`() {
        let text = SourceLines.text(for: answer([(1, Passage(chunk: 0, text: "", title: "a\n**b** <@1> `c`", url: "https://e.org/> @x"))]))
        #expect(text == "-# [1] a \\*\\*b\\*\\* \\<\\@1\\> \\`c\\` <https://e.org/%3E%20@x> · índice r-1")
    }

    @Test func `an answer that cites nothing has no sources`() {
        #expect(SourceLines.text(for: answer([])) == "")
    }
}
