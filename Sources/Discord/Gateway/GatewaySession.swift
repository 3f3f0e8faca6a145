/// A session that can be resumed. That one is present is what "can resume" means.
package struct GatewaySession: Sendable, Equatable {
    package var id: String
    /// Where Discord wants it resumed.
    var resumeURL: String?
    /// The last sequence seen.
    package private(set) var sequence: Int

    init(id: String, resumeURL: String?, sequence: Int) {
        self.id = id
        self.resumeURL = resumeURL
        self.sequence = sequence
    }

    /// Takes note of a dispatch. Null does not overwrite, and a repetition does not lead back.
    mutating func record(_ sequence: Int?) {
        if let sequence { self.sequence = max(self.sequence, sequence) }
    }
}

/// How a connection is begun.
package enum Entry: Sendable, Equatable {
    case identify
    case resume(GatewaySession, through: Door)

    /// Which address a session is resumed at.
    package enum Door: Sendable, Equatable {
        /// The one that READY gave.
        case own
        /// The general one, for when the session's own cannot be reached.
        case general
    }

    var session: GatewaySession? {
        switch self {
        case .identify: nil
        case .resume(let session, _): session
        }
    }

    /// The other door, for after a connection that failed.
    var throughOtherDoor: Entry {
        switch self {
        case .identify: .identify
        case .resume(let session, .own): .resume(session, through: .general)
        case .resume(let session, .general): .resume(session, through: .own)
        }
    }
}
