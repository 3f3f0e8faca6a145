/// The waits of one transfer, counted from outside: an idle and a total limit. The connect limit is libcurl's, which divides it
/// among the addresses of a name.
struct TransferClock {
    typealias Instant = ContinuousClock.Instant

    /// What libcurl is doing, as far as silence is concerned.
    private enum Phase {
        /// Name, TCP and TLS; silence is not counted.
        case connecting
        case exchanging(lastSign: Instant)
        /// The reader lags; silence is his.
        case heldUp
    }

    private var phase = Phase.connecting
    private let idle: Duration
    private let end: Instant?

    init(_ timeouts: HTTPTimeouts, now: Instant) {
        idle = timeouts.idle
        end = timeouts.total.map { now + $0 }
    }

    /// Bytes went or came, or the connection stands, or the reader has caught up.
    mutating func sign(at now: Instant) {
        phase = .exchanging(lastSign: now)
    }

    /// The transfer waits for its reader.
    mutating func holdUp() {
        phase = .heldUp
    }

    /// The moment at which something is due unless there is a sign before.
    var deadline: Instant? {
        switch phase {
        case .connecting, .heldUp: end
        case .exchanging(let lastSign): end.map { min($0, lastSign + idle) } ?? lastSign + idle
        }
    }
}
