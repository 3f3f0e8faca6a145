import Base
import Hub
import IndexSync
import SearchIndex
import State

extension Composition {
    /// Where snapshots are kept and which one is wanted.
    var syncConfiguration: SyncConfiguration {
        var configuration = SyncConfiguration(
            storage: settings.localStorage, scratch: settings.scratch, pin: settings.indexRevision, keep: settings.indexKeep,
            poll: settings.indexPoll)
        configuration.canaries = canaries
        return configuration
    }

    /// Where the index is published.
    var source: any ArtifactSource {
        settings.indexSource.map { $0.source(stores) } ?? UnsetSource()
    }

    /// Tries an artifact as this program would that found it published.
    /// - Throws: `Problem` saying why a bot would refuse it.
    func check(_ folder: String, _ progress: ProgressLine) async throws -> SnapshotRecord {
        let opening = SearchIndexOpening(builder: embedders.chunkStoreBuilder, dimension: embedders.dimension(for:))
        // Where this machine cannot embed a question for it, its canaries are left to those that can.
        let asked: @Sendable (Manifest) -> CanaryPolicy = { [canaries, embedders] manifest in
            embedders.objection(to: manifest) == nil ? canaries : CanaryPolicy(percent: 0)
        }
        let check = ArtifactCheck(opening: opening, probe: ChildProbe(model: embedders.pack), canaries: asked, scratch: settings.scratch)
        return try await check.run(folder) { phase in
            if case .downloading(_, let done, let total) = phase { progress.update("Reading the artifact", done: done, total: total) }
        }
    }

    /// What following the index is put together from.
    func syncParts(_ state: StateDatabase) -> SyncParts<SearchIndexOpening> {
        var parts = SyncParts(
            configuration: syncConfiguration, source: source,
            opening: SearchIndexOpening(builder: embedders.chunkStoreBuilder, dimension: embedders.dimension(for:)),
            probe: ChildProbe(model: embedders.pack), objection: embedders.objection(to:), keys: settings.indexKeys, holder: holder,
            history: History(state), logger: logger("sync"))
        parts.trial = trial
        parts.compare = IndexComparison(recent: recent, embedders: embedders, logger: logger("sync")).compare
        return parts
    }

    /// What the history tells, latest first, and what a bot beside could not do. Nothing is made where there is no history yet.
    /// - Throws: `Problem` when it cannot be read.
    func told() throws -> (history: [HistoryEvent], trouble: History.Trouble?) {
        guard let state = try storedState() else { return ([], nil) }
        let history = History(state)
        return (try history.events(limit: 200), try history.trouble())
    }

    /// What can be pinned: what is stored here and what the source offers, with what was refused. Without network it is what is stored here,
    /// for that is what can be gone back to then.
    /// - Returns: The list, and why the source could not be asked, if so.
    /// - Throws: `Problem` when the state cannot be read.
    func indexList(limit: Int) async throws -> (list: IndexList, problem: Problem?) {
        let (state, history, source) = (StoredState(syncConfiguration), try told().history, source)
        do {
            return (IndexList(state, history, try await source.publications(limit: limit)), nil)
        } catch let error as HubError {
            return (IndexList(state, history, []), error.problem(at: source.address))
        }
    }

    /// Why a pin to that revision might not take effect; nil when it is stored or published, and was not refused.
    /// - Throws: `Problem` when the source has no such revision.
    func doubt(about reference: String) async throws -> Problem? {
        let state = StoredState(syncConfiguration)
        let refused = Set(state.quarantined.map(\.manifestHash))
        if state.snapshots.contains(where: { $0.isMeant(by: reference) && !refused.contains($0.manifestHash) }) { return nil }
        if let entry = state.quarantined.first(where: { [$0.revision, $0.commit].contains(reference) }) {
            return Problem(
                what: "the index was refused", location: "revision \(entry.revision)", reason: entry.reason,
                remedy: "`docent index sync` tries it again.")
        }
        do {
            _ = try await source.look(at: reference, known: nil)
            return nil
        } catch let error as HubError {
            let problem = error.problem(at: source.address)
            if case .settings = error, settings.indexSource != nil { throw problem }
            return problem
        }
    }

    /// The index that a command works with: the one on disk, or, where there is none yet, the published one.
    /// - Throws: `Problem` when there is none at all.
    func openIndex() async throws -> SearchIndex {
        try await OneShotSync(syncParts(openState())).run(refresh: false).index
    }
}
