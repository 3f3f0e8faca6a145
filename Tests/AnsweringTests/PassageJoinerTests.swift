@testable import Answering
import Base
import SearchIndex
import Testing

struct PassageJoinerTests {
    /// Two documents: a.md has the chunks 0 to 4 in two sections, b.md 5 and 6; 7 and 8 name no source.
    private static let chunks = (0..<9).map { number in
        Chunk(
            number: number, text: "Text \(number).", source: number < 5 ? "a.md" : number < 7 ? "b.md" : nil, page: number + 1,
            section: number < 3 ? "I" : "II")
    }

    private func joined(_ hits: [Int], widened: Int = 0, room: Int = 5_000) throws -> [Passage] {
        var joiner = PassageJoiner { numbers in Self.chunks.filter { numbers.contains($0.number) }.reduce(into: [:]) { $0[$1.number] = $1 } }
        joiner.widened = widened
        joiner.room = room
        return try joiner.join(hits.enumerated().map { SearchHit(chunk: $1, score: -Double($0), arms: [:], relevance: 0.5) })
    }

    @Test(arguments: [
        ([0, 1], ["Text 0.\nText 1."]), ([1, 0], ["Text 0.\nText 1."]), ([0, 2, 6, 1], ["Text 0.\nText 1.\nText 2.", "Text 6."]),
        ([2, 0, 1], ["Text 0.\nText 1.\nText 2."]), ([4, 5], ["Text 4.", "Text 5."]), ([7, 8], ["Text 7.", "Text 8."]), ([], []),
    ])
    func `chunks side by side in one document become one passage, in the document's order and the best one's place`(
        _ hits: [Int], _ texts: [String]
    ) throws {
        let passages = try joined(hits)
        #expect(passages.map(\.text) == texts)
        #expect(passages.first?.chunk == hits.first)
        #expect(zip(passages, passages.dropFirst()).allSatisfy { $0.score > $1.score })
    }

    @Test func `a joined passage covers all its pages`() throws {
        let passage = try #require(try joined([2, 1, 0]).first)
        #expect(passage.page == 1 && passage.pageEnd == 3 && passage.relevance == 0.5)
    }

    @Test func `the best passages get their neighbours of the same section, within the room`() throws {
        #expect(try joined([1], widened: 1).map(\.text) == ["Text 0.\nText 1.\nText 2."])
        #expect(try joined([2], widened: 1).map(\.text) == ["Text 1.\nText 2."])
        #expect(try joined([0, 5], widened: 1).map(\.text) == ["Text 0.\nText 1.", "Text 5."])
        #expect(try joined([1], widened: 1, room: 8).map(\.text) == ["Text 1.\nText 2."])
        #expect(try joined([1], widened: 1, room: 6).map(\.text) == ["Text 1."])
        // What is another passage's, or on its way to be, is not taken.
        #expect(try joined([0, 2], widened: 2).map(\.text) == ["Text 0.\nText 1.", "Text 2."])
        #expect(try joined([8], widened: 1).map(\.text) == ["Text 8."])
    }

    @Test func `random hits are all kept, none twice`() throws {
        var random = SplitMix(seed: 5)
        for _ in 0..<300 {
            let hits = Array((0..<9).shuffled(using: &random).prefix(Int.random(in: 0...9, using: &random)))
            let text = try joined(hits, widened: 3).map(\.text).joined(separator: "\n")
            for number in 0..<9 {
                let times = text.split(separator: "\n").count { $0 == "Text \(number)." }
                #expect(hits.contains(number) ? times == 1 : times <= 1)
            }
        }
    }

    @Test(arguments: [
        ("Uno dos tres, cuatro cinco seis.", "tres, cuatro cinco seis. Siete.", "Uno dos tres, cuatro cinco seis. Siete."),
        ("fin.", "fin. Y más.", "fin.\nfin. Y más."), ("", "a", "a"), ("a", "", "a\n"),
    ])
    func `what a splitter repeats stands once`(_ one: String, _ next: String, _ whole: String) {
        #expect(PassageJoiner.joined(one, next) == whole)
    }
}
