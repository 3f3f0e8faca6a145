import Base
import Foundation
import Hub

/// Whether a bot runs on a storage directory, and how often it died while the index that it serves was on trial. An index that kills the process
/// at some question has passed its probe and reports no error; only the next process can tell.
struct RunRecord: Sendable, Equatable, Codable {
    /// The snapshot that is served.
    var snapshot: String?
    /// How often a process that served it has ended without being asked to, within its trial.
    var ends: Int
    /// Whether it has not said that it ends.
    var isRunning: Bool

    /// As many are a machine that was restarted or an impatient operator; one more is the index.
    static let tolerated = 2

    /// A process has ended as it was asked to.
    static let ended = RunRecord(snapshot: nil, ends: 0, isRunning: false)

    init(snapshot: String?, ends: Int, isRunning: Bool) {
        self.snapshot = snapshot
        self.ends = ends
        self.isRunning = isRunning
    }

    /// A process begins.
    /// - Parameters:
    ///   - last: What the one before it left; nil for none.
    ///   - active: The snapshot that is pointed to.
    ///   - isOnTrial: Whether that one is new, with another to go back to.
    init(after last: RunRecord?, active: String?, isOnTrial: Bool) {
        let isSame = last?.snapshot == active
        let died = last?.isRunning == true
        self.init(snapshot: active, ends: isOnTrial && died ? (isSame ? last?.ends ?? 0 : 0) + 1 : 0, isRunning: true)
    }

    /// Whether the snapshot is taken back before it is opened once more.
    var isDamning: Bool { ends > Self.tolerated }
}

/// The record on disk, `run` in LOCAL_STORAGE_DIR. Blocks.
struct RunFile: Sendable {
    private let path: String
    private let files: any FileOperations

    init(storage: String, files: any FileOperations) {
        path = "\(storage)/run"
        self.files = files
    }

    func read() -> RunRecord? { StoreFiles.read(RunRecord.self, at: path) }

    /// - Throws: `Problem` when the disk does not take it.
    func write(_ record: RunRecord) throws { try files.write(StoreFiles.bytes(record), to: path) }
}
