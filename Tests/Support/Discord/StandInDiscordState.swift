import Base

/// What the stand-in remembers.
struct StandInDiscordState: Sendable {
    struct Session: Sendable {
        var id: String
        var shard = 0
        var sequence = 0
        /// Everything dispatched, for a replay.
        var log: [(sequence: Int, text: String)] = []
        var isAlive = true
    }

    /// One open gateway connection.
    struct Link: Sendable {
        var socket: StandInWire
        var connection: StandInConnection
        var isOwnDoor: Bool
        var session: String?
        var lastHeartbeat: Double
        var lastSequence: Int?
        var received: [Double] = []
        /// When it was asked for a heartbeat that has not come.
        var askedForHeartbeat: Double?
        /// Acknowledgements are withheld.
        var isSilent = false
        /// The client was asked to come back, so it may not say goodbye.
        var mustResume = false
    }

    /// By whose token an interaction is answered.
    struct Token: Sendable {
        var interaction: String
        var since: Double
        /// What the deferred response decided, and the message that it has promised.
        var isEphemeral = false
        var promised: String?
    }

    struct Bucket: Sendable {
        var began = -Double.infinity
        var count = 0
        /// After a 429: since when, and until when.
        var closure: (since: Double, until: Double)?
    }

    var record = StandInDiscord.Record()
    var sessions: [String: Session] = [:]
    var links: [Int: Link] = [:]
    /// Of the first gateway connection.
    var query: [String: String]?
    var nextNumber = 10_000
    /// By the remainder of the shard's number.
    var lastIdentify: [Int: Double] = [:]
    var sessionStartsRemaining = 0
    /// When a session was last refused for good.
    var invalidated: Double?
    /// The code by which the client was told to stay away.
    var stopCode: UInt16?
    var nonces: [String: String] = [:]
    var buckets: [String: Bucket] = [:]
    var globalClosure: (since: Double, until: Double)?
    /// Of the network in front of the API.
    var networkClosure: (since: Double, until: Double)?
    /// People's messages, whole.
    var written: [String: [String: JSONValue]] = [:]
    /// By path.
    var files: [String: [UInt8]] = [:]
    var tokens: [String: Token] = [:]
    var recent: [Double] = []
    var wasUnauthorized = false
    var heartbeatInterval = 5.0
    var gatewayFaults: [StandInDiscord.GatewayFault] = []
    var requestFaults: [StandInDiscord.RequestFault] = []
    /// The messages on which there is a thread.
    var threads: Set<String> = []

    mutating func makeID() -> String {
        nextNumber += 1
        return String(nextNumber)
    }

    /// A client that no longer beats sends nothing that could be looked at, so its silence is noticed when somebody looks.
    mutating func noticeLateHeartbeats(now: Double, slack: Double) {
        for (number, link) in links where now - link.lastHeartbeat > heartbeatInterval + slack {
            record.violations.append("gateway: no heartbeat for \(now - link.lastHeartbeat) s")
            links[number]?.lastHeartbeat = now
        }
        for (number, link) in links where link.askedForHeartbeat.map({ now - $0 > slack }) ?? false {
            record.violations.append("gateway: a heartbeat that was asked for did not come")
            links[number]?.askedForHeartbeat = nil
        }
    }

    mutating func noticeWhoIsLive(of shards: Int) {
        let live = Set(links.values.compactMap { link in link.session.flatMap { sessions[$0]?.shard } })
        record.liveShards = live
        record.isLive = live.count == shards
    }
}
