package import Base
import Foundation
import Synchronization

/// A strict Discord: gateway and API on one port of this machine, on plain sockets. It keeps a list of every rule that its client breaks, and
/// breaks down in the ways in which Discord does when told to. A whole `docent run` may be its client too, by DISCORD_API_BASE.
package final class StandInDiscord: Sendable {
    /// What it is like.
    package struct Options: Sendable {
        package var token = "stand-in.token"
        package var port = 0
        /// How much faster than real its seconds are; a client in the same process runs on a `FastClock` of the same speed.
        package var speed = 1.0
        /// In its own seconds.
        package var heartbeatInterval = 5.0
        package var bucketLimit = 5
        package var bucketWindow = 2.0
        package var sessionStartsRemaining = 1000
        /// How many shards there have to be, which is also what is recommended.
        package var shards = 1
        package var maxConcurrency = 1
        /// The servers that the bot is in.
        package var guilds = [guildID]
        /// Whether it also asks for what Discord leaves to its clients, and Docent always does: no mention that pings, a nonce for each message,
        /// replies to what may be gone.
        package var hasHouseRules = true

        package init() {}
    }

    /// A message of the bot.
    package struct Sent: Sendable, Equatable {
        package var id: String
        package var channel: String
        package var content: String
        package var repliesTo: String?
        /// The interaction that it answers.
        package var interaction: String?
        /// Whether only the one who used the command or button can see it.
        package var isEphemeral = false
        /// The rows under it, as sent.
        package var components: JSONValue = []
        package var edits = 0
        /// When it came.
        package var time = ContinuousClock.now
        package var isDeleted = false

        /// The ids of the buttons that can be pressed.
        package var buttons: [String] {
            guard case .array(let rows) = components else { return [] }
            return rows.flatMap { row -> [String] in
                guard case .array(let buttons)? = row["components"] else { return [] }
                return buttons.filter { $0["disabled"] != true }.compactMap { $0["custom_id"]?.stringValue }
            }
        }
    }

    /// The use of a command or button.
    package struct Used: Sendable, Equatable {
        package var id: String
        package var channel: String
        /// The type of the first response; nil until it comes.
        package var response: Int?
        /// The message of the first response, or the one that the button is under.
        package var original: String?
    }

    /// Everything that a test may want to know.
    package struct Record: Sendable {
        package var violations: [String] = []
        package var sent: [Sent] = []
        package var typing: [String] = []
        /// In the order in which they were used.
        package var interactions: [Used] = []
        /// The commands registered last, and how often they were written.
        package var commands: [JSONValue] = []
        package var commandWrites = 0
        package var connections = 0
        package var identifies = 0
        package var resumes = 0
        package var heartbeats = 0
        package var requests = 0
        package var refused = 0
        /// The codes with which the client closed; nil where it just went.
        package var closes: [UInt16?] = []
        /// The shards whose session has its READY or RESUMED and whose connection is open.
        package var liveShards: Set<Int> = []
        /// Whether that are all.
        package var isLive = false
    }

    package static let botID = "9000"
    package static let roleID = "9001"
    package static let guildID = "100"
    package static let channelID = "300"
    package static let applicationID = "9002"

    package let options: Options
    /// To be set as DISCORD_API_BASE.
    package var apiBase: String { "\(address("http"))/api/v10" }

    /// Where its gateway is; clients learn it from the API.
    package var gatewayAddress: String { "\(address("ws"))/gateway" }
    /// The compression asked for by the first gateway connection.
    package var compression: String? { state.withLock { $0.query?["compress"] } }

    let state = Mutex(StandInDiscordState())
    private let started = ContinuousClock.now
    private let listening = Mutex<StandInServer?>(nil)
    private let news = Observed(Record())

    package init(_ options: Options = Options()) throws {
        self.options = options
        state.withLock { $0.sessionStartsRemaining = options.sessionStartsRemaining }
        let server = try StandInServer(port: options.port) { [weak self] request, connection in
            guard let self else { return }
            if request.path.hasPrefix("/api/v10/") {
                try self.serve(request, on: connection)
            } else if request.path.hasPrefix("/attachments/") {
                try self.serveFile(request, on: connection)
            } else {
                try self.serveGateway(request, on: connection)
            }
        }
        listening.withLock { $0 = server }
    }

    package func stop() { listening.withLock { $0?.stop() } }

    func address(_ scheme: String) -> String { "\(scheme)://127.0.0.1:\(listening.withLock { $0?.port } ?? 0)" }

    /// Its time, in its own seconds.
    var now: Double { (ContinuousClock.now - started) / .seconds(1) * options.speed }

    package var record: Record {
        state.withLock { state in
            state.noticeLateHeartbeats(now: now, slack: slack)
            return state.record
        }
    }

    /// What a busy machine may be late.
    var slack: Double { 1.0 * options.speed }

    /// Returns when the record is so, or on cancellation.
    package func wait(until isMet: @escaping @Sendable (Record) -> Bool) async {
        changed()
        await news.watch(isMet)
    }

    /// Returns when the record is so.
    /// - Throws: `DeadlinePassed` when it is not in time.
    package func wait(within limit: Duration, until isMet: @escaping @Sendable (Record) -> Bool) async throws {
        changed()
        try await news.wait(within: limit, until: isMet)
    }

    /// To be called after every change of the record.
    func changed() {
        let record = state.withLock { $0.record }
        news.update { $0 = record }
    }

    /// Takes back what was noted as a violation, where a fault of the stand-in's own has provoked it.
    package func forgive(_ rule: String) {
        state.withLock { $0.record.violations.removeAll { $0 == rule } }
        changed()
    }

    func violate(_ rule: String) {
        state.withLock { $0.record.violations.append(rule) }
        changed()
    }

    /// The messages of the bot in a channel, deleted ones left out.
    package func messages(in channel: String = channelID) -> [Sent] {
        record.sent.filter { $0.channel == channel && !$0.isDeleted }
    }
}
