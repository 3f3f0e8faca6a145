import Base
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

        package init() {}
    }

    /// A message of the bot.
    package struct Sent: Sendable, Equatable {
        package var id: String
        package var channel: String
        package var content: String
        package var repliesTo: String?
        package var edits = 0
        /// When it came.
        package var time = ContinuousClock.now
        package var isDeleted = false
    }

    /// Everything that a test may want to know.
    package struct Record: Sendable {
        package var violations: [String] = []
        package var sent: [Sent] = []
        package var typing: [String] = []
        package var connections = 0
        package var identifies = 0
        package var resumes = 0
        package var heartbeats = 0
        package var requests = 0
        package var refused = 0
        /// The codes with which the client closed; nil where it just went.
        package var closes: [UInt16?] = []
        /// Whether a session has its READY or RESUMED and its connection is open.
        package var isLive = false
    }

    package static let botID = "9000"
    package static let roleID = "9001"
    package static let guildID = "100"
    package static let channelID = "300"

    package let options: Options
    /// To be set as DISCORD_API_BASE.
    package var apiBase: String { "\(address("http"))/api/v10" }

    let state = Mutex(StandInDiscordState())
    private let started = ContinuousClock.now
    private let listening = Mutex<StandInServer?>(nil)
    private let news = Observed(Record())

    package init(_ options: Options = Options()) throws {
        self.options = options
        let server = try StandInServer(port: options.port) { [weak self] request, connection in
            guard let self else { return }
            if request.path.hasPrefix("/api/v10/") {
                try self.serve(request, on: connection)
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

    func violate(_ rule: String) {
        state.withLock { $0.record.violations.append(rule) }
        changed()
    }

    // MARK: What people do

    /// Somebody writes; each session is told.
    /// - Parameters:
    ///   - guild: nil for a direct message.
    ///   - copies: How often it is delivered.
    /// - Returns: The message's id.
    @discardableResult
    package func write(
        _ content: String, in channel: String = channelID, guild: String? = guildID, mentions: [String] = [botID], roles: [String] = [],
        repliesTo: (id: String, author: String)? = nil, copies: Int = 1
    ) -> String {
        let id = state.withLock { $0.makeID() }
        var message: [String: JSONValue] = [
            "id": .string(id), "channel_id": .string(channel), "content": .string(content), "type": repliesTo == nil ? 0 : 19,
            "author": ["id": "42", "username": "ana", "global_name": "Ana"], "mention_roles": .array(roles.map { .string($0) }),
            "mentions": .array(mentions.map { ["id": .string($0), "username": "someone"] }), "edited_timestamp": .null,
        ]
        if let guild { message["guild_id"] = .string(guild) }
        if let repliesTo {
            message["message_reference"] = ["message_id": .string(repliesTo.id), "channel_id": .string(channel)]
            message["referenced_message"] = ["id": .string(repliesTo.id), "author": ["id": .string(repliesTo.author)]]
        }
        for _ in 0..<copies { dispatch("MESSAGE_CREATE", .object(message)) }
        return id
    }

    /// The messages of the bot in a channel, deleted ones left out.
    package func messages(in channel: String = channelID) -> [Sent] {
        record.sent.filter { $0.channel == channel && !$0.isDeleted }
    }
}

/// Time that passes faster, for a client in the same process as a fast stand-in.
package struct FastClock: Clock, Sendable {
    package typealias Instant = ContinuousClock.Instant
    private let origin = ContinuousClock.now
    private let speed: Double

    package init(speed: Double) { self.speed = speed }

    package var now: Instant { origin + (ContinuousClock.now - origin) * speed }
    package var minimumResolution: Duration { .zero }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await ContinuousClock().sleep(until: origin + (deadline - origin) / speed, tolerance: tolerance)
    }
}
