import Base
import Foundation
import Hub
import IndexSync
import State

extension Composition {
    /// The state, made where there is none; on a network file system, from the copy that lies there.
    /// - Throws: `Problem` when the storage directory cannot be used.
    func openState() throws -> StateDatabase {
        try Self.makeFolder(stateFolder)
        if let copy = stateCopy { try StateBackup.restore(from: copy, to: stateFile) }
        return try StateDatabase(path: stateFile)
    }

    /// The state for a command that only looks; nil where there is none yet.
    /// - Throws: `Problem` when it cannot be read.
    func storedState() throws -> StateDatabase? {
        LocalFile.exists(stateFile) || stateCopy.map(LocalFile.exists) == true ? try openState() : nil
    }

    /// Keeps a copy of the state in the storage directory, where that is no place for the state itself.
    func backup(of state: StateDatabase) -> StateBackup? {
        stateCopy.map { StateBackup(of: state, to: $0, logger: logger("state")) }
    }

    // On a network file system SQLite's locks cannot be relied on.
    private var isLocal: Bool { DiskSpace.isLocal(settings.localStorage) }
    private var stateFolder: String { isLocal ? settings.localStorage : settings.scratch }
    private var stateFile: String { "\(stateFolder)/state.sqlite" }
    private var stateCopy: String? { isLocal ? nil : "\(settings.localStorage)/state.sqlite" }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            var problem = Problem.system("cannot make the storage directory", at: path, cause: error)
            problem.remedy = "Choose a folder that can be written to with LOCAL_STORAGE_DIR or SCRATCH_DIR."
            throw problem
        }
    }
}
