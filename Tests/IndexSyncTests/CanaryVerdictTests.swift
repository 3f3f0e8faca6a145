import Base
import Foundation
import SearchIndex
import Synchronization
import Testing

@testable import IndexSync

@Suite struct `Canaries` {
    let fixture: SyncFixture

    init() throws { fixture = try SyncFixture() }

    private static func canaries(_ questions: String...) -> [Manifest.Canary] {
        questions.map { Manifest.Canary(question: $0, sources: ["\($0).md"]) }
    }

    // MARK: The verdict

    @Test(arguments: [
        (10, 0, 80, false), (10, 2, 80, false), (10, 3, 80, true), (1, 1, 80, true), (3, 1, 60, false), (3, 1, 67, true), (10, 10, 0, false),
        (10, 1, 100, true), (0, 0, 100, false),
    ]) func `refuse an index of which too few pass`(asked: Int, failed: Int, percent: Int, refuses: Bool) {
        let canaries = (0..<asked).map { Manifest.Canary(question: "q\($0)", sources: ["s"]) }
        let verdict = CanaryVerdict([(owner: "the manifest's", canaries: canaries)], failed: Set(0..<failed))
        let problem = verdict.problem(percent: percent, at: "r1")
        #expect((problem != nil) == refuses)
        if let problem {
            #expect(problem.reason.contains("\"q0\"") && problem.reason.contains("only \(asked - failed) of the manifest's \(asked)"))
        }
    }

    @Test func `of an operator are not outvoted by those of the publisher`() {
        let many = (0..<100).map { Manifest.Canary(question: "easy\($0)", sources: ["s"]) }
        let verdict = CanaryVerdict([("the manifest's", many), ("the operator's", Self.canaries("one", "two"))], failed: [101])
        let problem = verdict.problem(percent: 80, at: "r1")
        #expect(problem?.reason.contains("\"two\" does not find two.md") == true)
        #expect(problem?.reason.contains("manifest") == false)
        #expect(verdict.summary == "101 of 102 canaries found what they want")
    }

    @Test func `are named, the first few of many and the beginning of long ones`() {
        let long = String(repeating: "long\n", count: 1_000)
        let canaries = Self.canaries(long, "b\u{1B}[2J\u{202E}", "c", "d", "e", "f", "g")
        let reason = CanaryVerdict([("the manifest's", canaries)], failed: Set(0..<7)).problem(percent: 80, at: "")?.reason ?? ""
        #expect(reason.contains("and 2 more") && reason.count < 1_000 && !reason.contains("\n"))
        #expect(reason.contains("\"b[2J\""))
    }

    @Test func `and their vectors come to the child as they were`() throws {
        let item = ExamPaper.Item(Manifest.Canary(question: "q", sources: ["a"], text: "t", top: 3), vector: [1, -0.5, 3e-9])
        let paper = ExamPaper(items: [item, ExamPaper.Item(Manifest.Canary(question: "w", sources: []), vector: nil)])
        let read = try JSONDecoder().decode(ExamPaper.self, from: Data(try StoreFiles.bytes(paper)))
        #expect(read == paper && read.items[0].numbers == [1, -0.5, 3e-9] && read.items[1].numbers == nil)
        #expect(read.items[0].canary == Manifest.Canary(question: "q", sources: ["a"], text: "t", top: 3))
    }

    // MARK: On the way to being served

    private func engine(_ policy: CanaryPolicy) -> SyncEngine<FakeOpening> {
        var parts = fixture.parts()
        parts.configuration.canaries = policy
        return SyncEngine(parts)
    }

    @Test func `keep an index that does not find what it must from being served, until its content changes`() async {
        let engine = engine(
            CanaryPolicy(own: Self.canaries("a", "b"), percent: 80) { questions, manifest, dimension in
                #expect(manifest.embedModel == "m" && dimension == 2)
                return questions.map { _ in [1, 0] }
            })
        fixture.source.publish("r1")
        #expect(await engine.round(asked: false).problem == nil)
        let papers = fixture.probe.papers.withLock(\.self)
        #expect(papers.map { $0.items.map(\.question) } == [["a", "b"]])
        fixture.probe.unanswered.withLock { $0 = ["b"] }
        fixture.source.publish("r2")
        #expect(await engine.round(asked: false).problem?.reason.contains("\"b\" does not find b.md") == true)
        #expect(fixture.holder.current()?.revision == "r1")
        #expect(fixture.store.quarantined().map(\.revision) == ["r2"])
        let fetches = fixture.source.fetches
        _ = await engine.round(asked: false)
        #expect(fixture.source.fetches == fetches && fixture.leftovers == [])
        fixture.probe.unanswered.withLock { $0 = [] }
        fixture.source.publish("r2", chunks: 4)
        #expect(await engine.round(asked: false).problem == nil)
        #expect(fixture.holder.current()?.revision == "r2")
    }

    @Test func `of the manifest are asked beside the operator's, by words alone where nobody makes vectors`() async {
        let engine = engine(CanaryPolicy(own: Self.canaries("own")))
        fixture.source.publish("r1", canaries: ["theirs"])
        #expect(await engine.round(asked: false).problem == nil)
        let items = fixture.probe.papers.withLock { $0.flatMap(\.items) }
        #expect(items.map(\.question) == ["theirs", "own"] && items.allSatisfy { $0.vector == nil })
    }

    @Test func `are not asked where none would refuse`() async {
        let engine = engine(CanaryPolicy(own: Self.canaries("own"), percent: 0))
        fixture.source.publish("r1")
        #expect(await engine.round(asked: false).problem == nil)
        let papers = fixture.probe.papers.withLock(\.self)
        #expect(papers == [])
    }

    @Test func `that cannot be asked now blame nobody, and are asked again`() async {
        let isReachable = Mutex(false)
        let engine = engine(
            CanaryPolicy(own: Self.canaries("own")) { questions, _, _ in
                guard isReachable.withLock(\.self) else {
                    throw Problem(what: "cannot embed", location: "", reason: "the key was refused", remedy: "Set another.")
                }
                return questions.map { _ in [1] }
            })
        fixture.source.publish("r1")
        let problem = await engine.round(asked: false).problem
        #expect(problem?.kind == .temporary && problem?.reason.contains("the key was refused") == true)
        #expect(fixture.holder.current() == nil && fixture.store.quarantined() == [])
        isReachable.withLock { $0 = true }
        #expect(await engine.round(asked: false).problem == nil)
        #expect(fixture.holder.current()?.revision == "r1")
    }
}
