import Synchronization

/// Lets requests through as the rate limiter says; the rest wait here.
actor RateLimitGate {
    private var limiter = RateLimiter()
    private var signals: [RateLimiter.Ticket: Mailbox<Void>] = [:]
    private let timeline: Timeline
    /// The last one that there was.
    private nonisolated let lastStoppage = Mutex<RateLimiter.Stoppage?>(nil)

    init(timeline: Timeline) {
        self.timeline = timeline
    }

    /// Runs `exchange` when it is its turn, and takes note of what the answer says. Whatever becomes of it, its place is freed.
    /// - Parameter deadline: Past it nobody waits here.
    /// - Throws: `DiscordError`, what `exchange` throws, or `CancellationError`.
    func pass<Value: Sendable>(
        _ route: RateLimiter.Route, deadline: Duration, _ exchange: @Sendable () async throws -> (Value, RateLimitAnswer)
    ) async throws -> Value {
        let permit = try await acquire(route, deadline: deadline)
        do {
            let (value, answer) = try await exchange()
            limiter.complete(permit, answer, now: timeline.now)
            if let stoppage = limiter.stoppage(now: timeline.now) { lastStoppage.withLock { $0 = stoppage } }
            wakeWaiting()
            return value
        } catch {
            limiter.release(permit, now: timeline.now)
            wakeWaiting()
            throw error
        }
    }

    /// Why nothing is sent at the moment, and for a while; nil when requests go out.
    nonisolated var stoppage: DiscordError.Kind? {
        let now = timeline.now
        switch lastStoppage.withLock(\.self) {
        case .network(let until)? where until > now: return .blocked(retryAfter: until - now)
        case .global(let until)? where until > now: return .rateLimited(retryAfter: until - now)
        case .invalid(let until)? where until > now: return .tooManyInvalidRequests(retryAfter: until - now)
        case .network, .global, .invalid, nil: return nil
        }
    }

    private func acquire(_ route: RateLimiter.Route, deadline: Duration) async throws -> RateLimiter.Permit {
        guard let ticket = limiter.enqueue(route) else { throw DiscordError(.overloaded, call: route.name) }
        let signal = Mailbox<Void>(capacity: 1)
        signals[ticket] = signal
        defer {
            signals[ticket] = nil
            limiter.withdraw(ticket)
            wakeWaiting()
        }
        while true {
            try Task.checkCancellation()
            switch limiter.claim(ticket, now: timeline.now) {
            case .granted(let permit): return permit
            case .broken(let until): throw DiscordError(.tooManyInvalidRequests(retryAfter: until - timeline.now), call: route.name)
            case .wait(let until):
                let now = timeline.now
                guard now < deadline, until ?? now <= deadline else {
                    let pause = max((until ?? now) - now, .zero)
                    throw DiscordError(
                        limiter.isNetworkClosed(now: now) ? .blocked(retryAfter: pause) : .rateLimited(retryAfter: pause), call: route.name)
                }
                await signal.next(until: min(until ?? deadline, deadline), on: timeline)
            }
        }
    }

    private func wakeWaiting() {
        for signal in signals.values { signal.post(()) }
    }
}
