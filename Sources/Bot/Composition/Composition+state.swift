import Base
import Foundation
import Hub
import IndexSync
import State

extension Composition {
    /// The state, made where there is none; on a network file system or a read-only disk, from what lies there.
    /// - Throws: `Problem` when the storage directory cannot be used.
    func openState() throws -> StateDatabase {
        let place = statePlace
        try Self.makeFolder(place.folder)
        if let origin = place.origin { try StateBackup.restore(from: origin, to: place.file) }
        return try StateDatabase(path: place.file)
    }

    /// The state for a command that only looks; nil where there is none yet.
    /// - Throws: `Problem` when it cannot be read.
    func storedState() throws -> StateDatabase? {
        let place = statePlace
        return LocalFile.exists(place.file) || place.origin.map(LocalFile.exists) == true ? try openState() : nil
    }

    /// Keeps a copy of the state in the storage directory, where that is no place for the state itself.
    func backup(of state: StateDatabase) -> StateBackup? {
        statePlace.copy.map { StateBackup(of: state, to: $0, logger: logger("state")) }
    }

    private var statePlace: StatePlace {
        let storage = settings.localStorage
        return StatePlace(
            storage: storage, scratch: settings.scratch, isLocal: DiskSpace.isLocal(storage), isReadOnly: DiskSpace.isReadOnly(storage))
    }

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
