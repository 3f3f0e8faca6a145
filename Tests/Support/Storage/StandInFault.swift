/// What a stand-in store can be told to do wrong.
package enum StandInFault: Sendable, Equatable {
    /// Answers this status with these headers instead.
    case status(Int, headers: [String: String] = [:])
    /// Says nothing for so long, then goes on as usual.
    case delay(Duration)
    /// Breaks the connection off after so many bytes of the body.
    case cut(after: Int)
    /// Sends only so many bytes, and says that these are all.
    case truncate(to: Int)
    /// Changes a byte in the middle of the body; its length and its tag stay.
    case corrupt
    /// Compresses the body, although nobody asked for it, and does not tell its length.
    case compress
    /// Signs an address that has expired already.
    case expiredAddress
    /// Leads to a third host.
    case thirdHost
    /// Answers a request for a range with the whole file.
    case ignoreRange
    /// Answers a request for a range with another one.
    case wrongRange
    /// Does what is asked, and breaks off before the answer.
    case loseAnswer
    /// Somebody else writes just before.
    case intrusion
    /// Names another commit in `X-Repo-Commit`. The Hub alone.
    case wrongCommit
}

/// Which of a stand-in's servers.
package enum StandInHost: Sendable, Equatable {
    /// The one that a client is given the address of.
    case service
    /// The one that holds the bytes.
    case storage
}

/// A request that came in.
package struct StandInVisit: Sendable, Equatable {
    package var host: StandInHost
    package var method: String
    package var target: String
    package var hasToken: Bool
    package var range: String?
    /// The tag that the client has of it.
    package var ifNoneMatch: String?
}
