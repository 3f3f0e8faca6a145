import Base
import Foundation
import Hub
import Logging
import TestSupport
import Testing

@testable import IndexSync
@testable import SearchIndex

/// Five hundred damaged indexes published one after the other to a bot that serves a good one, by the whole way: source, download, verification,
/// chunk store, the real probe in its child, activation.
@Suite struct `A damaged publication` {
    private static let kinds = ["Flat", "SQ8", "IVF8,Flat", "IVF8,SQ8", "HNSW8", "IVF8,PQ4x4np"]
    private static let perKind = Sanitizer.isOn ? 7 : 84
    private static let count = 200

    private let fixture: SyncFixture
    private let holder = IndexHolder()
    private let probes = CountedProbe(ChildProbe(executable: `A real index`.program, deadline: .seconds(30), slack: `A real index`.slack))
    private let engine: SyncEngine<SearchIndexOpening>
    private let vectors: [[Float]]

    init() throws {
        fixture = try SyncFixture()
        engine = SyncEngine(
            SyncParts(
                configuration: SyncConfiguration(storage: "\(fixture.storage)/storage", scratch: "\(fixture.storage)/scratch", keep: 1),
                source: FolderSource(path: "\(fixture.storage)/published"), opening: SearchIndexOpening(), probe: probes, objection: { _ in nil },
                holder: holder, history: nil, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        var random = SplitMix(seed: 500)
        vectors = (0..<Self.count).map { _ in random.unitVector(16) }
    }

    // MARK: What is published

    private func vectorFile(_ kind: String) throws -> [UInt8] {
        let path = "\(fixture.storage)/\(kind)"
        let index = try WritableIndex(kind: kind, dimension: 16, path: path)
        try index.train(on: vectors.flatMap(\.self))
        try index.add(vectors.flatMap(\.self))
        try index.write(to: path)
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private static let meta = Array("[\((0..<count).map { "{\"text\": \"Chapter \($0) tells of holidays.\"}" }.joined(separator: ","))]".utf8)

    /// - Parameter whole: The vectors that the manifest's hashes are of; nil: it has none.
    private func publish(_ revision: String, _ vectors: [UInt8], hashedAs whole: [UInt8]? = nil) throws {
        let folder = "\(fixture.storage)/published"
        try LocalFiles().makeFolder(folder)
        var manifest = Manifest(revision: revision, createdAt: "2026-11-20T00:00:00Z", embedModel: "m", numChunks: Self.count)
        if let whole {
            for (name, bytes) in [(ArtifactLayout.vectors, whole), (ArtifactLayout.meta, Self.meta)] {
                manifest.files[name] = Manifest.File(size: Int64(bytes.count), sha256: ArtifactName.hash(bytes))
            }
        }
        try Data(vectors).write(to: URL(fileURLWithPath: "\(folder)/\(ArtifactLayout.vectors)"))
        try Data(Self.meta).write(to: URL(fileURLWithPath: "\(folder)/\(ArtifactLayout.meta)"))
        try manifest.json().write(to: URL(fileURLWithPath: "\(folder)/\(ArtifactLayout.manifest)"))
    }

    /// The chunks that are found for some of the vectors, in order.
    private func answers() throws -> [[Int]] {
        let index = try #require(holder.current())
        return try stride(from: 0, to: Self.count, by: 9).map { row in
            try index.search(SearchQuery(text: "", vector: vectors[row], top: 8)).map(\.chunk)
        }
    }

    // MARK: What comes of it

    @Test(arguments: kinds) func `is refused before anything opens it where the manifest has hashes`(kind: String) async throws {
        let whole = try vectorFile(kind)
        try publish("good", whole, hashedAs: whole)
        #expect(await engine.round(asked: false).problem == nil)
        let (good, probed) = (try answers(), probes.count)
        var random = SplitMix(seed: kind.utf8.reduce(UInt64(1)) { $0 &* 31 &+ UInt64($1) })
        for number in 0..<Self.perKind {
            let damage = Damage.allCases[number % Damage.allCases.count]
            try publish("bad-\(number)", damage.done(to: whole, &random), hashedAs: whole)
            #expect(await engine.round(asked: false).problem != nil, "\(damage)")
            #expect(holder.current()?.manifest.revision == "good")
        }
        #expect(probes.count == probed)
        #expect(try answers() == good)
    }

    /// Without hashes and without canaries nobody can tell other numbers in a vector from right ones; that is what hashes are for.
    @Test(arguments: kinds)
    func `without hashes is refused or served without harm, and refused whenever its shape is not whole`(kind: String) async throws {
        let whole = try vectorFile(kind)
        try publish("good", whole)
        #expect(await engine.round(asked: false).problem == nil)
        let good = try answers()
        var random = SplitMix(seed: kind.utf8.reduce(UInt64(1)) { $0 &* 31 &+ UInt64($1) })
        var refused = 0
        var served = "good"
        for number in 0..<Self.perKind {
            let damage = Damage.allCases[number % Damage.allCases.count]
            try publish("bad-\(number)", damage.done(to: whole, &random))
            let problem = await engine.round(asked: false).problem
            let now = try answers()
            #expect(now.allSatisfy { $0.allSatisfy { (0..<Self.count).contains($0) } })
            if problem != nil {
                refused += 1
                #expect(problem?.kind == .failure, "\(damage): \(String(describing: problem))")
            } else {
                served = "bad-\(number)"
                #expect(now == good || !damage.showsItself, "\(damage)")
            }
            #expect(holder.current()?.manifest.revision == served)
        }
        #expect(refused >= Self.perKind * 3 / 7)
    }
}

/// A probe that counts how often it is made.
private final class CountedProbe: SnapshotProbe {
    private let probe: ChildProbe
    private let made = Observed(0)

    init(_ probe: ChildProbe) {
        self.probe = probe
    }

    var count: Int { made.value }

    func examine(_ folder: String, _ paper: ExamPaper) async throws -> Set<Int> { try await probe.examine(folder, paper) }

    func check(_ folder: String) async throws {
        made.update { $0 += 1 }
        try await probe.check(folder)
    }
}
