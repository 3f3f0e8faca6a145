import Base
import Foundation
import Hub
import Logging
import Synchronization
import TestSupport
import Testing
import Transport

@testable import IndexSync

/// The synchronizer over the stand-in Hub, by HTTP.
@Suite struct `Synchronizing with the Hub` {
    let fixture: SyncFixture
    let hub: StandInHub
    let engine: SyncEngine<FakeOpening>

    init() throws {
        fixture = try SyncFixture()
        hub = try StandInHub()
        var parts = fixture.parts()
        parts.source = try SourceAddress(hub.address).source(
            StoreAccess(
                http: CurlHTTPClient(), hub: HubSettings(endpoint: hub.endpoint), clock: PromptClock(), jitter: { 1 }, logger: parts.logger))
        engine = SyncEngine(parts)
    }

    private var served: String? { fixture.holder.current()?.revision }

    private func data(_ revision: String) -> [String: [UInt8]] {
        ["artifacts/faiss.index": Array("\(revision) vectors".utf8), "artifacts/meta.json": Array("\(revision) 3 chunks".utf8)]
    }

    /// A manifest with the four required keys alone, as anybody's job writes it.
    private func manifest(_ revision: String) -> [String: [UInt8]] {
        let text = "{\"revision\": \"\(revision)\", \"created_at\": \"2026-11-20T00:00:00Z\", \"embed_model\": \"m\", \"num_chunks\": 3}"
        return ["artifacts/manifest.json": Array(text.utf8)]
    }

    private func publish(_ revision: String) {
        hub.commit(data(revision).merging(manifest(revision)) { $1 })
    }

    @Test func `serves each revision in turn, with one request for a poll that finds nothing new`() async {
        for revision in ["r1", "r2", "r3"] {
            publish(revision)
            #expect(await engine.round(asked: false).problem == nil)
            #expect(served == revision)
        }
        let before = hub.visits.count
        _ = await engine.round(asked: false)
        #expect(hub.visits.count - before <= 2)
        #expect(hub.violations == [])
    }

    @Test func `refuses a torn publication and takes it as soon as it is whole, though its manifest is the same`() async {
        publish("r1")
        _ = await engine.round(asked: false)
        hub.commit(manifest("r2"))
        fixture.probe.reason.withLock { $0 = "the files are of two revisions" }
        #expect(await engine.round(asked: false).problem != nil)
        #expect(served == "r1")
        fixture.probe.reason.withLock { $0 = nil }
        hub.commit(data("r2"))
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r2")
    }

    @Test func `refuses bytes that do not have the Hub's hash before anything opens them, though the manifest has none`() async {
        publish("r1")
        _ = await engine.round(asked: false)
        let probed = fixture.probe.checks.withLock(\.self)
        publish("r2")
        hub.inject(.corrupt, at: .storage, times: 1_000)
        let problem = await engine.round(asked: false).problem
        #expect(problem?.reason.contains("hash") == true)
        #expect(fixture.probe.checks.withLock(\.self) == probed && served == "r1")
        hub.heal()
        #expect(await engine.round(asked: true).problem == nil)
        #expect(served == "r2")
    }

    @Test func `serves on through rewritten history, rate limits and outages`() async {
        publish("r1")
        _ = await engine.round(asked: false)
        hub.squash()
        #expect(await engine.round(asked: false).problem == nil)
        hub.inject(.status(429, headers: ["Retry-After": "900"]))
        #expect(await engine.round(asked: false).wait == .seconds(900))
        hub.inject(.status(503), times: 1_000)
        #expect(await engine.round(asked: false).problem?.kind == .temporary)
        #expect(served == "r1")
        hub.stop()
        #expect(await engine.round(asked: false).problem?.kind == .temporary)
        #expect(await fixture.restart().served == "r1")
    }

    @Test func `pins a tag, serves it offline, and follows again`() async throws {
        publish("r1")
        hub.tag("stable", hub.commit(["README.md": [1]]))
        publish("r2")
        _ = await engine.round(asked: false)
        #expect(served == "r2")
        try PinFile(storage: fixture.storage).write("stable")
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r1")
        hub.inject(.status(503), times: 1_000)
        #expect(await engine.round(asked: false).problem == nil)
        hub.heal()
        try PinFile(storage: fixture.storage).remove()
        _ = await engine.round(asked: false)
        #expect(served == "r2")
    }
}
