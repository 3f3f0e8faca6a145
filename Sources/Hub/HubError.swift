package import Base

/// Why a source could not be read or written, as far as the caller acts on it.
package enum HubError: Error, Sendable, Equatable {
    /// A setting is wrong: token missing, invalid or without scope; no such repository, revision or folder. Trying again will not help.
    case settings(what: String, remedy: String)
    /// The repository or folder is there, but nothing has been published in it yet.
    case nothingPublished(String)
    /// A file that the manifest names is not there (a publication that is not complete).
    case fileMissing(name: String)
    /// What came does not have the expected length, hash or commit.
    case corrupt(name: String, reason: String)
    /// The publication moved while it was read.
    case moved(String)
    /// Asked to wait.
    case rateLimited(retryAfter: Duration?)
    /// The network or the server failed; later it may work.
    case unavailable(String)
    /// The disk or folder on this side: full, read-only, not permitted.
    case storage(Problem)
}
