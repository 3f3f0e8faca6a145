package import Base

/// The gateway session as a value: what happened and when goes in, what to do comes out. It has no socket, no clock and no randomness, and
/// no input traps in any state.
///
/// The rules are those of the API documentation (Gateway; Opcodes and Status Codes). A connection begins with Hello, is entered with
/// IDENTIFY or RESUME, is live from READY or RESUMED on, and ends in a wait for the next one, for ever, unless Discord says that only a
/// person can help (`State.stopped`) or the process leaves.
package struct GatewayMachine: Sendable {
    /// What happens.
    package enum Input: Sendable, Equatable {
        case start
        /// The time of `deadline` has come.
        case tick
        /// The answer to `Action.locate`.
        case located(GatewayLocation)
        /// - Parameter retryAfter: How long the API wants to be left alone.
        case notLocated(GatewayTrouble, retryAfter: Duration?)
        /// The API answered 401.
        case tokenRejected
        /// The answers to `Action.connect`.
        case connected
        case notConnected(GatewayTrouble)
        case received(GatewayPayload)
        /// What comes cannot be decompressed.
        case undecodable(reason: String)
        /// The connection is over, by itself or as asked for; nil where there was no close code.
        case ended(code: UInt16?)
        /// The process is about to end.
        case shutdown
    }

    /// What to do, in order.
    package enum Action: Sendable, Equatable {
        /// Ask GET /gateway/bot.
        case locate
        /// Discord recommends so many shards: the others are to be begun.
        case split(into: Int)
        case connect(url: String)
        case send(GatewayCommand)
        /// Close the connection, or give up connecting; nothing more is wanted from it but, when leaving, its end.
        case close(code: UInt16)
        case dispatch(GatewayEvent)
        case stop(StopReason)
        /// Nothing follows.
        case finish
    }

    /// Each state carries its data; times are on the scale of `now`.
    package enum State: Sendable, Equatable {
        case idle
        /// Between connections.
        case waiting(until: Duration, Entry)
        case locating(until: Duration)
        case connecting(Entry, until: Duration)
        /// Connected; Hello has not come.
        case greeting(Entry, until: Duration)
        /// IDENTIFY or RESUME is sent; READY or RESUMED has not come.
        case entering(Entry, Heartbeat, until: Duration)
        case live(GatewaySession, Heartbeat, since: Duration)
        /// The goodbye is sent; the peer has a moment to answer it.
        case leaving(until: Duration)
        case stopped(StopReason)
        case finished
    }

    /// The waits of the machine.
    enum Wait {
        /// A watchdog behind the transport's own.
        static let connect = Duration.seconds(20)
        static let locate = Duration.seconds(60)
        static let hello = Duration.seconds(30)
        /// Without any dispatch meanwhile: a long replay is no silence.
        static let ready = Duration.seconds(60)
        static let goodbye = Duration.seconds(3)
        /// A connection that is lost sooner has not got far: when several are in a row, the waits between them grow.
        static let settled = Duration.seconds(60)
        /// But not beyond the wait after so many failures, where the session is resumed: that costs no IDENTIFY.
        static let mostShortSessions = 3
        static let backoff = Backoff(base: .seconds(1), cap: .seconds(60))
    }

    /// Ours, for a connection that is to be resumed: with 1000 or 1001 Discord would end the session and show the bot offline.
    static let resumableClose: UInt16 = 4000
    /// With this one it shows the bot offline at once.
    static let goodbyeClose: UInt16 = 1000
    /// After so many RESUMEs in a row that did not lead to RESUMED, a new session is begun.
    static let refusalsBeforeIdentify = 3

    package internal(set) var state = State.idle
    /// What made the last connection fail, until one succeeds.
    package internal(set) var trouble: GatewayTrouble?
    /// Connections in a row that did not come to READY or RESUMED.
    package internal(set) var failures = 0
    var refusals = 0
    /// Connections in a row that were lost before they had settled.
    var shortSessions = 0
    /// IDENTIFYs in a row that came soon after one another.
    var identifies = 0
    var identifiedAt: Duration?
    var sends = SendBudget()
    /// The one that all shards share, lent for the time of a step.
    var entrance = GatewayEntrance()
    let shard: Int
    /// Nil until Discord has said how many it recommends.
    var shards: Int?
    let token: Secret
    let compression: GatewayCompression
    let intents: Int

    /// - Parameters:
    ///   - shard: The shard's number.
    ///   - shards: How many there are; nil: as many as Discord recommends.
    package init(
        token: Secret, shard: Int = 0, of shards: Int? = 1, compression: GatewayCompression = .none, intents: Int = Intents.used
    ) {
        self.token = token
        self.compression = compression
        self.shard = shard
        self.shards = shards
        self.intents = intents
    }

    /// When to call with `.tick`, at the latest; nil when only another input can lead on.
    package var deadline: Duration? {
        switch state {
        case .waiting(let until, _), .locating(let until), .connecting(_, let until), .greeting(_, let until), .leaving(let until): until
        case .entering(_, let heartbeat, let until): min(heartbeat.next, until)
        case .live(_, let heartbeat, _): heartbeat.next
        case .idle, .stopped, .finished: nil
        }
    }

    /// Takes one input.
    /// - Parameters:
    ///   - shared: What all shards of the process share.
    ///   - now: The time since any fixed moment, the same for all shards; never goes back.
    ///   - random: An even draw from 0 to 1, for the waits that need one.
    package mutating func step(_ input: Input, entrance shared: inout GatewayEntrance, now: Duration, random: Double) -> [Action] {
        swap(&entrance, &shared)
        defer { swap(&entrance, &shared) }
        return step(input, now: now, random: random)
    }

    private mutating func step(_ input: Input, now: Duration, random: Double) -> [Action] {
        switch input {
        case .start: state == .idle ? begin(.identify, now: now) : []
        case .tick: tick(now: now, random: random)
        case .located(let found): located(found, now: now, random: random)
        case .notLocated(let trouble, let pause): notLocated(trouble, pause: pause, now: now, random: random)
        case .tokenRejected: stop(.tokenRejected)
        case .connected: connected(now: now)
        case .notConnected(let trouble): notConnected(trouble, now: now, random: random)
        case .received(let payload): received(payload, now: now, random: random)
        case .undecodable(let reason): undecodable(reason, now: now, random: random)
        case .ended(let code): ended(code, now: now, random: random)
        case .shutdown: shutdown(now: now)
        }
    }
}
