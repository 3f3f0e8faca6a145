package import Base

/// What keeps a question from being answered for the moment. They are told apart from one another, and so have a place of their own.
extension Problem {
    /// No index is active.
    package static let noIndex = Problem(
        .temporary, what: "cannot search", location: "", reason: "no index is active yet",
        remedy: "Wait until the first index has been fetched; docent index status tells how far it is.")
    /// The passages were not found before the answer's deadline.
    package static let notInTime = Problem(
        .temporary, what: "no passages were found in time", location: "", reason: "too many questions wait, or the disk is slow",
        remedy: "Try again in a minute.")
}
