/// How far a run is, told after every document.
package struct IngestProgress: Sendable, Equatable {
    /// What is being done.
    package enum Phase: String, Sendable {
        /// Documents are read, cut and embedded.
        case documents
        /// The artifact is put together.
        case artifact
    }

    package var phase: Phase
    package var filesTotal: Int
    package var filesDone: Int
    package var chunks: Int
    package var failures: Int
    /// Files that were found done from an earlier run.
    package var reused: Int
}
