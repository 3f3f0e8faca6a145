/// Where `state.sqlite` is worked with, and where a copy of it lies.
struct StatePlace: Equatable {
    var folder: String
    /// What the state is made from where there is none in the folder.
    var origin: String?
    /// Where a copy is kept up to date.
    var copy: String?

    var file: String { "\(folder)/state.sqlite" }

    /// - Parameters:
    ///   - storage: LOCAL_STORAGE_DIR.
    ///   - scratch: SCRATCH_DIR.
    ///   - isLocal: Whether the storage is a disk of this machine: on a network file system SQLite's locks cannot be relied on.
    ///   - isReadOnly: Whether nothing can be written to the storage, as the kernel makes a disk that fails. What is on it is served all the
    ///     same, and what is to be kept meanwhile is kept elsewhere.
    init(storage: String, scratch: String, isLocal: Bool, isReadOnly: Bool) {
        let works = isLocal && !isReadOnly
        folder = works ? storage : scratch
        origin = works ? nil : "\(storage)/state.sqlite"
        copy = isReadOnly ? nil : origin
    }
}
