import Discord
import Synchronization

/// A `ReplyRegister` that all who give orders share.
final class OpenReplies<C: Clock>: Sendable where C.Duration == Duration {
    private let register = Mutex(ReplyRegister())
    private let clock: C
    private let origin: C.Instant

    init(clock: C) {
        self.clock = clock
        origin = clock.now
    }

    /// How many there are.
    var count: Int { register.withLock(\.count) }

    func begin(_ asked: Asked) -> ReplyControl { register.withLock { [now] in $0.begin(asked, now: now) } }

    func settle(_ question: Snowflake, _ messages: [Snowflake]) { register.withLock { [now] in $0.settle(question, messages, now: now) } }

    func end(_ question: Snowflake) { register.withLock { $0.end(question) } }

    func stop(_ question: Snowflake, by user: String) -> ReplyRegister.Result { register.withLock { $0.stop(question, by: user) } }

    func leave() { register.withLock { $0.leave() } }

    func move(_ question: Snowflake, to place: Snowflake) { register.withLock { $0.move(question, to: place) } }

    func retract(_ question: Snowflake) -> (place: Snowflake, messages: [Snowflake])? { register.withLock { $0.retract(question) } }

    func change(_ question: Snowflake, to text: String) -> ReplyRegister.Again? {
        register.withLock { [now] in $0.change(question, to: text, now: now) }
    }

    func asked(_ question: Snowflake) -> Asked? { register.withLock { $0.asked(question) } }

    private var now: Duration { origin.duration(to: clock.now) }
}
