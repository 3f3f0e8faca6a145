import Base
import IndexSync

/// What administrators do to the index of this very bot.
struct OwnIndex: IndexOffice {
    let composition: Composition
    let synchronizer: IndexSynchronizer
    private let pool = BlockingPool(label: "office", width: 1)

    init(composition: Composition, synchronizer: IndexSynchronizer) {
        self.composition = composition
        self.synchronizer = synchronizer
    }

    func status() -> SyncStatus { synchronizer.status }

    func list() async throws -> String {
        let (list, problem) = try await composition.indexList(limit: 20)
        return list.text + (problem.map { "\($0)\n" } ?? "")
    }

    func pin(_ reference: String) async throws -> String? {
        let doubt = try await composition.doubt(about: reference)
        // Here nobody reads a remark beside the answer: a pin that may not take effect is refused.
        if let doubt { throw doubt }
        try await pool.run { [file] in try file.write(reference) }
        return setting.flatMap { $0 == reference ? nil : $0 }
    }

    func unpin() async throws -> String? {
        try await pool.run { [file] in try file.remove() }
        return setting
    }

    func sync() { synchronizer.look(.byHand) }

    private var file: PinFile { PinFile(storage: composition.settings.localStorage) }
    private var setting: String? { composition.settings.indexRevision }
}
