/// What the stand-in Hub can be told to do wrong.
package enum StandInHubFault: Sendable, Equatable {
    /// Answers this status with these headers instead.
    case status(Int, headers: [String: String] = [:])
    /// Says nothing for so long, then goes on as usual.
    case delay(Duration)
    /// Breaks the connection off after so many bytes of the body.
    case cut(after: Int)
    /// Changes a byte in the middle of the body; its length and its tag stay.
    case corrupt
    /// Names another commit in `X-Repo-Commit`.
    case wrongCommit
    /// Signs an address that has expired already.
    case expiredAddress
    /// Leads to a third host.
    case thirdHost
    /// Answers a request for a range with the whole file.
    case ignoreRange
}

/// Which of the two servers.
package enum StandInHubHost: Sendable, Equatable {
    case hub
    case storage
}

/// A fault and where it strikes.
struct StandInHubTrap: Sendable {
    var fault: StandInHubFault
    var host: StandInHubHost
    /// Strikes when the target contains this; for the storage host, when the file that the address was signed for does.
    var pattern: String
    /// How many matching requests it lets pass first.
    var skips: Int
    /// How many more times.
    var times: Int
}

/// A request that came in.
package struct StandInHubVisit: Sendable, Equatable {
    package var host: StandInHubHost
    package var method: String
    package var target: String
    package var hasToken: Bool
    package var range: String?
}
