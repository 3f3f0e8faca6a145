import Base
import Crypto
import Foundation
import Hub
import Logging
import SearchIndex
import Synchronization
import TestSupport

@testable import IndexSync

/// A synchronizer's surroundings in a temporary folder, with a source in memory and an index that is only its revision.
final class SyncFixture: Sendable {
    let storage: String
    let source = MemorySource()
    let holder = Holder<FakeIndex>()
    let opening = FakeOpening()
    let probe = FakeProbe()
    let time = Mutex(1_000.0)

    init() throws {
        // Thousands of files are brought to disk here; where memory serves as one, nobody waits for it.
        let folder = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        storage = "\(folder)/docent-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: storage, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: storage)
    }

    var store: SnapshotStore { SnapshotStore(root: "\(storage)/index") }

    func parts(
        pin: String? = nil, keep: Int = 3, files: any FileOperations = LocalFiles(), holder: Holder<FakeIndex>? = nil, history: History? = nil,
        clock: any Clock<Duration> = PromptClock()
    ) -> SyncParts<FakeOpening> {
        var configuration = SyncConfiguration(storage: storage, scratch: "\(storage)-scratch", pin: pin, keep: keep)
        configuration.pinCheck = .seconds(1)
        var parts = SyncParts(
            configuration: configuration, source: source, opening: opening, probe: probe,
            objection: { manifest in
                manifest.embedModel == "unknown"
                    ? Problem(what: "cannot run the model", location: "", reason: "the model unknown is not known", remedy: "") : nil
            }, holder: holder ?? self.holder, history: history, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        parts.files = files
        parts.clock = clock
        parts.jitter = { 0.5 }
        // Each reading is a second later, so that "newest first" is well defined.
        parts.now = { [self] in
            Date(
                timeIntervalSince1970: time.withLock { time in
                    time += 1
                    return time
                })
        }
        return parts
    }

    /// What a fresh process serves from disk alone, then after a round.
    func restart(pin: String? = nil) async -> (engine: SyncEngine<FakeOpening>, served: String?) {
        let holder = Holder<FakeIndex>()
        let engine = SyncEngine(parts(pin: pin, holder: holder))
        await engine.resume()
        return (engine, holder.current()?.revision)
    }

    /// Names under `index/` that are no whole snapshot's.
    var leftovers: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: store.root)) ?? []).filter(Self.isLeftover)
    }

    /// A temporary file that a killed process left is removed when it is old enough to be nobody's.
    static func isLeftover(_ name: String) -> Bool {
        name.contains(".partial") || name.contains(".removed") || name.hasSuffix(".tmp") && !name.hasSuffix(".1.2.tmp")
    }
}

/// An index that knows only which revision it is of.
struct FakeIndex: Sendable {
    let revision: String
}

/// Opens a snapshot only if all its files are of one revision.
final class FakeOpening: SnapshotOpening {
    let failing = Mutex<Set<String>>([])
    let buildFailure = Mutex<String?>(nil)
    let opened = Mutex<[String]>([])

    func build(meta: String, store: String) throws -> Int {
        if let reason = buildFailure.withLock({ $0 }) { throw Problem(what: "cannot build", location: store, reason: reason, remedy: "") }
        let bytes = try LocalFile.contents(meta, limit: 1 << 20)
        try LocalFiles().write(bytes, to: store)
        return Int(String(decoding: bytes, as: UTF8.self).split(separator: " ")[1]) ?? 0
    }

    func dimension(_ manifest: Manifest, in folder: String) throws -> Int { 2 }

    func open(_ folder: String) throws -> FakeIndex {
        func word(_ name: String) throws -> String {
            String(String(decoding: try LocalFile.contents("\(folder)/\(name)", limit: 1 << 20), as: UTF8.self).split(separator: " ")[0])
        }
        let manifest = try Manifest(json: Data(try LocalFile.contents("\(folder)/manifest.json", limit: 1 << 20)), location: folder)
        let words = try [word("faiss.index"), word("chunks.sqlite"), manifest.revision]
        guard Set(words).count == 1, !failing.withLock({ $0.contains(words[0]) }) else {
            throw Problem(what: "cannot open the index", location: folder, reason: "it is of \(words)", remedy: "")
        }
        opened.withLock { $0.append(words[0]) }
        return FakeIndex(revision: words[0])
    }
}

/// Says no when told so.
final class FakeProbe: SnapshotProbe {
    let reason = Mutex<String?>(nil)
    /// How often it was asked.
    let checks = Mutex(0)
    /// Questions whose answers no index has.
    let unanswered = Mutex<Set<String>>([])
    let papers = Mutex<[ExamPaper]>([])

    func examine(_ folder: String, _ paper: ExamPaper) async throws -> Set<Int> {
        papers.withLock { $0.append(paper) }
        let unanswered = unanswered.withLock(\.self)
        return Set(paper.items.indices.filter { unanswered.contains(paper.items[$0].question) })
    }

    func check(_ folder: String) async throws {
        checks.withLock { $0 += 1 }
        if let reason = reason.withLock({ $0 }) {
            throw Problem(what: "the new index failed its probe", location: folder, reason: reason, remedy: "")
        }
    }
}

/// Publications in memory.
final class MemorySource: ArtifactSource {
    private struct State {
        var current: String?
        var published: [String: (manifest: [UInt8], files: [String: [UInt8]])] = [:]
        var tags: [String: String] = [:]
        var error: HubError?
        var looks = 0
        var fetches = 0
        var size: Int64?
    }

    private let state = Mutex(State())
    let address = "memory://index"

    /// Publishes a revision whose files all carry its name.
    /// - Parameter mixed: Gives the vectors another revision's name, as a torn publication has them.
    /// - Parameter seal: Changes the manifest's bytes before they are published.
    func publish(
        _ revision: String, chunks: Int = 3, told: Int? = nil, model: String = "m", mixed: Bool = false, hashes: Bool = true, canaries: [String] = [],
        seal: ([UInt8]) -> [UInt8] = { $0 }
    ) {
        let files = [
            "faiss.index": Array("\(mixed ? "other" : revision) vectors".utf8), "meta.json": Array("\(revision) \(chunks) chunks".utf8),
        ]
        let described = files.map { name, bytes in
            "\"\(name)\": {\"size\": \(bytes.count), \"sha256\": \"\(SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined())\"}"
        }.sorted().joined(separator: ", ")
        let manifest =
            "{\"revision\": \"\(revision)\", \"created_at\": \"2026-11-20T00:00:00Z\", \"embed_model\": \"\(model)\", \"num_chunks\": \(told ?? chunks)"
            + ", \"canaries\": [\(canaries.map { "{\"question\": \"\($0)\", \"source\": \"s\"}" }.joined(separator: ", "))]"
            + (hashes ? ", \"files\": {\(described)}}" : "}")
        let sealed = seal(Array(manifest.utf8))
        state.withLock {
            $0.published[revision] = (sealed, files)
            $0.current = revision
        }
    }

    func tag(_ tag: String, _ revision: String) { state.withLock { $0.tags[tag] = revision } }
    /// From now on every call fails with it; nil: none does.
    func fail(_ error: HubError?) { state.withLock { $0.error = error } }
    var looks: Int { state.withLock(\.looks) }
    var fetches: Int { state.withLock(\.fetches) }

    func look(at reference: String?, known: PublicationMark?) async throws -> Look {
        let publication = try state.withLock { state -> Publication? in
            state.looks += 1
            if let error = state.error { throw error }
            let name = reference.map { state.tags[$0] ?? $0 } ?? state.current
            guard let name else { throw HubError.nothingPublished("nothing yet") }
            guard let found = state.published[name] else { throw HubError.settings(what: "no revision \(name)", remedy: "Unpin.") }
            let mark = PublicationMark(ArtifactName.hash(found.manifest))
            return mark == known ? nil : Publication(manifest: found.manifest, commit: "commit-of-\(name)", mark: mark)
        }
        return publication.map(Look.found) ?? .unchanged
    }

    func fetch(_ file: RemoteFile, of publication: Publication, into path: String, progress: @Sendable (Int64) -> Void) async throws {
        let bytes = try state.withLock { state in
            state.fetches += 1
            if let error = state.error { throw error }
            return state.published.values.first { $0.manifest == publication.manifest }?.files[file.name]
        }
        guard let bytes else { throw HubError.fileMissing(name: file.name) }
        try LocalFiles().write(bytes, to: path)
        progress(Int64(bytes.count))
    }

    /// What it says of the length of files whose manifest says nothing.
    func tell(size: Int64?) { state.withLock { $0.size = size } }

    func measure(_ file: RemoteFile, of publication: Publication) async throws -> Int64? { state.withLock(\.size) }
    func publications(limit: Int) async throws -> [PublicationSummary] { [] }
}

/// A disk that refuses every change.
struct FullDisk: FileOperations {
    let reason: String
    private func refuse(_ path: String) -> Problem {
        Problem(what: "cannot write a file", location: path, reason: reason, remedy: "Free some space.")
    }

    func makeFolder(_ path: String) throws { guard LocalFile.exists(path) else { throw refuse(path) } }
    func write(_ bytes: [UInt8], to path: String) throws { throw refuse(path) }
    func rename(_ path: String, to target: String) throws { throw refuse(path) }
    func remove(_ path: String) throws { if LocalFile.exists(path) { throw refuse(path) } }
    func copy(_ path: String, to target: String) throws { throw refuse(target) }
    func free(at folder: String) throws -> Int64 { 1 << 40 }
}
