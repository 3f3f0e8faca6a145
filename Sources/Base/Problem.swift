/// An error made to be read by a person: what failed, where, why, and what to do about it.
///
/// Errors that code decides on are typed in their own modules; at the edge, where somebody reads them, they become one of these.
package struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the failure means for the one who started the work; it also chooses the exit code.
    package enum Kind: Sendable, Equatable {
        /// The command line or a setting is wrong: exit code 2.
        case usage
        /// The work could not be done: exit code 1.
        case failure
        /// The same work may succeed later, unchanged: exit code 75.
        case temporary
    }

    package var kind: Kind
    /// What failed, as the start of a sentence: "cannot read the manifest".
    package var what: String
    /// The file, address or setting that it is about.
    package var location: String
    /// The cause, as found.
    package var reason: String
    /// What the reader can do now, as a sentence.
    package var remedy: String

    package init(_ kind: Kind = .failure, what: String, location: String, reason: String, remedy: String) {
        self.kind = kind
        self.what = what
        self.location = location
        self.reason = reason
        self.remedy = remedy
    }

    package var description: String {
        let place = location.isEmpty ? "" : " (\(location))"
        // A reason may be another problem's whole text, which ends with a sentence of its own.
        return "\(what)\(place): \(reason)\(reason.hasSuffix(".") ? "" : ".") \(remedy)"
    }

    /// The process's exit code for this kind of problem.
    package var exitCode: Int32 {
        switch kind {
        case .usage: 2
        case .failure: 1
        case .temporary: 75
        }
    }
}
