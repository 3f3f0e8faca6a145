import Base
import Foundation
@testable import SearchIndex
import Testing

struct SearchTests {
    private static let texts = [
        "El presidente será elegido por cuatro años, y puede ser reelegido una vez.",
        "Os eleitores votam no primeiro domingo de outubro nas eleições municipais.",
        "The treasurer keeps the accounts and reports to the members every year.",
        "Art. 73. São proibidas aos agentes públicos as condutas da Lei 9.504.",
        "El presidente será elegido por cuatro años, y puede ser reelegido una sola vez.",
    ]

    /// An index of the texts in which each has two windows, one of which is the axis of its number.
    private func make(
        in folder: String, texts: [String] = Self.texts, vectors: Int = 2, dimension: Int? = 8, tokenizer: String? = "letters"
    ) throws {
        let writer = try ChunkWriter(path: "\(folder)/meta.json")
        let index = try VectorIndexWriter(path: "\(folder)/faiss.index", dimension: 8)
        for (number, text) in texts.enumerated() {
            try writer.append(Chunk(number: number, text: text, title: "Doc \(number)", source: "\(number).pdf", page: number, vectors: vectors))
            var axis = [Float](repeating: 0, count: 8)
            axis[number] = 1
            try index.add([[Float](repeating: 0.1, count: 8), axis])
        }
        try writer.finish()
        try index.write()
        let letters: @Sendable () -> (String) -> [UInt32] = { { $0.utf8.map(UInt32.init) } }
        let tokenize = tokenizer == nil ? nil : letters
        let counts = try ChunkStoreBuilder(tokenizer: tokenizer, tokenize: tokenize)
            .build(meta: "\(folder)/meta.json", store: "\(folder)/chunks.sqlite")
        #expect(counts.chunks == texts.count && counts.vectors == texts.count * vectors)
        let manifest = Manifest(revision: "r", createdAt: "2026-01-02T03:04:05Z", embedModel: "m", numChunks: texts.count, dimension: dimension)
        try manifest.json().write(to: URL(fileURLWithPath: "\(folder)/manifest.json"))
    }

    private func found(_ index: SearchIndex, _ text: String, vector: [Float]? = nil, top: Int = 3) throws -> [Int] {
        try index.search(SearchQuery(text: text, vector: vector, top: top)).map(\.chunk)
    }

    @Test func `words find chunks in three languages, inflected, unaccented, misspelt, and by label`() throws {
        try withFolder { folder in
            try make(in: folder)
            let index = try SearchIndex(folder: folder)
            #expect(try found(index, "¿Cuándo se eligen presidentes?").first == 0)
            #expect(try found(index, "quando e a eleicao municipal").first == 1)
            #expect(try found(index, "who reports the account?").first == 2)
            #expect(try found(index, "tresurer").first == 2)
            #expect(try found(index, "art. 73 da Lei nº 9504").first == 3)
            #expect(try index.chunk(3).source == "3.pdf")
            #expect(throws: Problem.self) { try index.chunk(99) }
            #expect(try found(index, "", top: 3).isEmpty && found(index, "eleicao", top: 0).isEmpty)
        }
    }

    @Test func `the best window counts, and each arm's share adds up to the score`() throws {
        try withFolder { folder in
            try make(in: folder)
            let index = try SearchIndex(folder: folder)
            var axis = [Float](repeating: 0, count: 8)
            axis[2] = 1
            #expect(try found(index, "xyzzy", vector: axis).first == 2)
            let interaction = LateInteraction(
                tokenizer: "letters", tokens: { $0.utf8.map(UInt32.init) }, surprise: { $0.map { _ in 1 } },
                scores: { _, weights, passages in passages.map { Float($0.text.count) + weights.reduce(0, +) * 0 } })
            let hits = try index.search(SearchQuery(text: "presidente accounts", vector: axis, top: 5, interaction: interaction))
            #expect(hits.count >= 2 && zip(hits, hits.dropFirst()).allSatisfy { $0.score >= $1.score })
            #expect(hits.allSatisfy { Set($0.arms.keys).isSuperset(of: ["lexical", "fragment", "dense", "interaction"]) })
        }
    }

    @Test func `a text that is nearly another's is found once`() throws {
        try withFolder { folder in
            let texts = Self.texts + [Self.texts[0]]
            try make(in: folder, texts: texts)
            let hits = try found(try SearchIndex(folder: folder), "presidente elegido", top: 6)
            #expect(Set(hits).intersection([0, 5]).count == 1)
        }
    }

    @Test func `files that do not belong together are refused with every mismatch`() throws {
        try withFolder { folder in
            try make(in: folder, vectors: 1, dimension: 9)
            let problem = #expect(throws: Problem.self) { try SearchIndex(folder: folder) }
            #expect(problem?.reason.contains("the chunks have 5 vectors and faiss.index has 10") == true)
            #expect(problem?.reason.contains("vectors of 9 numbers") == true)
        }
        try withFolder { folder in
            #expect(throws: Problem.self) { try SearchIndex(folder: folder) }
            try make(in: folder)
            try Data("not a database, but long enough to be read as one".utf8).write(to: URL(fileURLWithPath: "\(folder)/chunks.sqlite"))
            #expect(throws: Problem.self) { try SearchIndex(folder: folder) }
        }
    }

    @Test func `an empty index is opened and finds nothing`() throws {
        try withFolder { folder in
            try make(in: folder, texts: [], tokenizer: nil)
            #expect(try found(try SearchIndex(folder: folder), "anything", vector: [Float](repeating: 0, count: 8)).isEmpty)
        }
    }

    @Test func `fragments that are in nearly all of many chunks have no lists, and others are found as before`() throws {
        try withFolder { folder in
            let (meta, path) = ("\(folder)/meta.json", "\(folder)/chunks.sqlite")
            let writer = try ChunkWriter(path: meta)
            for number in 0..<2_100 { try writer.append(Chunk(number: number, text: "everywhere" + (number % 700 == 3 ? " zebra" : ""))) }
            try writer.finish()
            _ = try ChunkStoreBuilder().build(meta: meta, store: path)
            let store = try ChunkStore(path: path)
            let terms = QueryTerms("zebra everywhere")
            #expect(store.commonFragments.count == "everywhere_".utf8.count - 2)
            var counts: [Int] = []
            var chunks: Set<Int> = []
            try store.read { db in
                try store.postings(ofFragments: terms.fragments, in: db) { count, list in
                    counts.append(count)
                    PostingList.forEach(list) { chunk, _ in chunks.insert(chunk) }
                }
                try store.postings(ofWords: terms.stems.map { $0[0] }.sorted(), in: db) { _, count, _ in counts.append(count) }
            }
            #expect(counts == [3, 3, 3, 3] + (terms.stems[0][0] < terms.stems[1][0] ? [3, 2_100] : [2_100, 3]))
            #expect(chunks == [3, 703, 1_403])
        }
    }

    @Test func `a bad meta file leaves no store behind`() throws {
        try withFolder { folder in
            try Data("[{\"text\":\"a\"},".utf8).write(to: URL(fileURLWithPath: "\(folder)/meta.json"))
            #expect(throws: Problem.self) { try ChunkStoreBuilder().build(meta: "\(folder)/meta.json", store: "\(folder)/chunks.sqlite") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["meta.json"])
        }
    }

    @Test func `the highest places come in order, without those of zero`() {
        var random = SplitMix(seed: 5)
        let scores = (0..<3000).map { _ in Float(Int.random(in: 0...200, using: &random)) }
        let sorted = scores.indices.filter { scores[$0] > 0 }.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
        for wanted in [0, 1, 10, 3000, 5000] { #expect(HighestScores.places(wanted, in: scores) == Array(sorted.prefix(wanted))) }
    }
}
