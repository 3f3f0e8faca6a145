import Testing

@testable import Answering

struct RecentQuestionsTests {
    @Test func `the last are kept, each once, and nothing of them when they are to be forgotten`() {
        let recent = RecentQuestions(most: 3)
        for text in ["a", "b", "a", "", "c", "d", String(repeating: "x", count: 1_001)] { recent.add(text) }
        #expect(recent.all == ["a", "c", "d"])
        recent.clear()
        #expect(recent.all.isEmpty)
    }
}
