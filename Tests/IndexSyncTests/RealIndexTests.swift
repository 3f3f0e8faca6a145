import Base
import Foundation
import Hub
import Logging
import SearchIndex
import TestSupport
import Testing

@testable import IndexSync

/// Real indexes of a few hundred vectors, probed by the real child.
@Suite struct `A real index` {
    let fixture: SyncFixture
    /// Beside the program that runs the tests.
    static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("index-probe").path

    /// A sanitizer maps terabytes for itself.
    static let slack: Int64 = Sanitizer.isOn ? 1 << 50 : 2 << 30

    init() throws {
        fixture = try SyncFixture()
    }

    /// Writes an artifact of 300 chunks, or, above the threshold, one in an inverted file.
    private func artifact(_ revision: String, in folder: String, threshold: Int = 10_000, lines: Int = 300) throws {
        try LocalFiles().makeFolder(folder)
        var random = SplitMix(seed: 11)
        let writer = try VectorIndexWriter(path: "\(folder)/faiss.index", dimension: 16, threshold: threshold)
        for _ in 0..<lines {
            let vector = (0..<16).map { _ in Float.random(in: -1...1, using: &random) }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            try writer.add([vector.map { $0 / length }])
        }
        try writer.write()
        let chunks = (0..<lines).map { "{\"text\": \"Chapter \($0) of \(revision) tells of holidays, taxes and elections.\", \"source\": \"a.md\"}" }
        try Data("[\(chunks.joined(separator: ","))]".utf8).write(to: URL(fileURLWithPath: "\(folder)/meta.json"))
        let manifest = Manifest(revision: revision, createdAt: "2026-11-20T00:00:00Z", embedModel: "m", numChunks: lines)
        try manifest.json().write(to: URL(fileURLWithPath: "\(folder)/manifest.json"))
    }

    private func snapshot(threshold: Int = 10_000) throws -> String {
        let folder = "\(fixture.storage)/snapshot-\(threshold)"
        try artifact("r1", in: folder, threshold: threshold)
        _ = try ChunkStoreBuilder().build(meta: "\(folder)/meta.json", store: "\(folder)/chunks.sqlite")
        return folder
    }

    @Test func `vectors of another length than the model's are refused when they are opened`() throws {
        let folder = try snapshot()
        let problem = #expect(throws: Problem.self) { try SearchIndexOpening(dimension: { _ in 17 }).open(folder) }
        #expect(problem?.reason == "its vectors have 16 numbers, those of m have 17")
        _ = try SearchIndexOpening(dimension: { _ in 16 }).open(folder)
    }

    private func probe(_ folder: String) async throws -> Problem? {
        do {
            try await ChildProbe(executable: Self.program, deadline: .seconds(30), slack: Self.slack).check(folder)
            return nil
        } catch let problem as Problem {
            return problem
        }
    }

    @Test(arguments: [10_000, 100]) func `passes its probe when it is whole`(threshold: Int) async throws {
        #expect(try await probe(try snapshot(threshold: threshold)) == nil)
    }

    @Test(arguments: [nil, [Float](repeating: 0.25, count: 16)]) func `answers the canaries in the child, by words and by vectors`(vector: [Float]?)
        async throws
    {
        let folder = try snapshot()
        let canaries = [
            Manifest.Canary(question: "Chapter 7 holidays", sources: ["a.md"], text: "tells of HOLIDAYS"),
            Manifest.Canary(question: "taxes", sources: ["b.md"]),
            Manifest.Canary(question: "elections", sources: [], text: "nothing of this", top: 50),
        ]
        let probe = ChildProbe(executable: Self.program, deadline: .seconds(30), slack: Self.slack)
        let failed = try await probe.examine(folder, ExamPaper(items: canaries.map { ExamPaper.Item($0, vector: vector) }))
        #expect(failed == [1, 2])
    }

    @Test func `is refused in the exam when the questions' vectors do not fit it`() async throws {
        let folder = try snapshot()
        let paper = ExamPaper(items: [ExamPaper.Item(Manifest.Canary(question: "taxes", sources: ["a.md"]), vector: [1, 0])])
        let probe = ChildProbe(executable: Self.program, deadline: .seconds(30), slack: Self.slack)
        let problem = await #expect(throws: Problem.self) { try await probe.examine(folder, paper) }
        #expect(problem?.reason.contains("2") == true)
    }

    @Test(arguments: [10_000, 100]) func `harms nobody when it is damaged`(threshold: Int) async throws {
        let folder = try snapshot(threshold: threshold)
        let whole = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/faiss.index")))
        var random = SplitMix(seed: UInt64(threshold))
        var refused = 0
        let tries = 24
        for number in 0..<tries {
            var bytes = whole
            switch number % 4 {
            case 0: bytes.removeLast(Int.random(in: 1..<whole.count, using: &random))
            // The header: kinds, counts and lengths.
            case 1: for _ in 0..<4 { bytes[Int.random(in: 0..<60, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            case 2: for index in 8..<16 { bytes[index] = UInt8.random(in: 0...255, using: &random) }
            default: bytes.replaceSubrange(0..<64, with: (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) })
            }
            try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/faiss.index"))
            if let problem = try await probe(folder) {
                #expect(problem.kind == .failure, "\(problem)")
                refused += 1
            }
        }
        // A byte of the header that says nothing may be changed without harm.
        #expect(refused >= tries * 2 / 3)
    }

    @Test func `is refused when its chunks are not its vectors'`() async throws {
        let folder = try snapshot()
        try artifact("r1", in: "\(fixture.storage)/other", lines: 299)
        try LocalFiles().copy("\(fixture.storage)/other/faiss.index", to: "\(folder)/faiss.index")
        #expect(try await probe(folder)?.reason.contains("299") == true)
    }

    @Test func `goes the whole way from a published folder to an answer, and is swapped`() async throws {
        let published = "\(fixture.storage)/published"
        let holder = IndexHolder()
        let parts = SyncParts(
            configuration: SyncConfiguration(storage: "\(fixture.storage)/storage", scratch: "\(fixture.storage)/scratch"),
            source: FolderSource(path: published), opening: SearchIndexOpening(), probe: ChildProbe(executable: Self.program, slack: Self.slack),
            objection: { _ in nil }, holder: holder, history: nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let engine = SyncEngine(parts)
        for revision in ["r1", "r2"] {
            let folder = "\(fixture.storage)/artifact-\(revision)"
            try artifact(revision, in: folder)
            #expect(try await FolderDestination(path: published).publish(folder: folder, signer: nil) { _ in }.revision == revision)
            #expect(await engine.round(asked: false).problem == nil)
            let index = try #require(holder.current())
            let hit = try #require(try index.search(SearchQuery(text: "holidays and taxes", vector: nil, top: 1)).first)
            #expect(try index.chunk(hit.chunk).text.contains(revision))
        }
        let other = IndexHolder()
        var offline = parts
        offline.holder = other
        offline.source = FolderSource(path: "/nowhere")
        await SyncEngine(offline).resume()
        #expect(other.current()?.manifest.revision == "r2")
    }

    @Test func `is searched while it is swapped thousands of times`() async throws {
        let folders = ["r1", "r2"].map { "\(fixture.storage)/swapped-\($0)" }
        for (revision, folder) in zip(["r1", "r2"], folders) {
            try artifact(revision, in: folder)
            _ = try ChunkStoreBuilder().build(meta: "\(folder)/meta.json", store: "\(folder)/chunks.sqlite")
        }
        let holder = IndexHolder()
        holder.swap(try SearchIndex(folder: folders[0]))
        let pool = BlockingPool(label: "test", width: 4)
        let searches = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<4 {
                group.addTask {
                    for search in 0..<200 {
                        try await pool.run {
                            let index = try #require(holder.current())
                            let vector = (0..<16).map { Float(($0 + search + number) % 5) - 2 }
                            let hit = try #require(try index.search(SearchQuery(text: "holidays and taxes", vector: vector, top: 2)).first)
                            #expect(try index.chunk(hit.chunk).text.contains(" of \(index.manifest.revision) "))
                        }
                    }
                    return 200
                }
            }
            group.addTask {
                // Mostly from one to another that are open; now and then to one newly opened, so that those before it go.
                var open = try folders.map { try SearchIndex(folder: $0) }
                for number in 0..<5_000 {
                    if number % 50 == 0 { open[number / 50 % 2] = try SearchIndex(folder: folders[number / 50 % 2]) }
                    holder.swap(open[number % 2])
                    await Task.yield()
                }
                return 0
            }
            return try await group.reduce(0, +)
        }
        #expect(searches == 800)
    }
}
