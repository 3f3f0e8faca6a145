package import Foundation

/// Something that happened to the index, kept in `state.sqlite`.
package struct HistoryEvent: Sendable, Equatable {
    /// What can happen to an index.
    package enum Kind: String, Sendable, CaseIterable {
        /// A publication that was not known.
        case detected
        /// It was downloaded, verified and probed.
        case installed
        case activated
        case refused
        /// It turned out worse than the one before it, which is served again.
        case rolledBack = "rolled_back"
        /// It turned out worse, but goes on being served: it is pinned, or there is none to go back to.
        case withheld
        /// A stored snapshot could not be served any more.
        case damaged
        case pruned

        /// Whether somebody should look.
        package var isTrouble: Bool {
            switch self {
            case .detected, .installed, .activated, .pruned: false
            case .refused, .rolledBack, .withheld, .damaged: true
            }
        }
    }

    package var time: Date
    package var kind: Kind
    package var revision: String
    /// The reason of what is trouble; else what was found out on the way, or empty.
    package var reason: String
    /// How long the work took, in seconds.
    package var seconds: Double
    /// On disk; nil where it is not known.
    package var bytes: Int64?
    package var chunks: Int?

    package init(
        time: Date, kind: Kind, revision: String, reason: String = "", seconds: Double = 0, bytes: Int64? = nil, chunks: Int? = nil
    ) {
        self.time = time
        self.kind = kind
        self.revision = revision
        // A manifest may be of megabytes, and so may be what is wrong with it.
        self.reason = reason.count > Self.longest ? "\(reason.prefix(Self.longest))…" : reason
        self.seconds = seconds
        self.bytes = bytes
        self.chunks = chunks
    }

    private static let longest = 2_000
}
