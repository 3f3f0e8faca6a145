/// The time allowed for some work ran out.
package struct DeadlinePassed: Error, Sendable, Equatable {
    package init() {}
}

/// Runs `body`, and cancels it when `deadline` comes first.
/// - Throws: What `body` throws; `DeadlinePassed` when the time ran out, whatever the cancelled body made of it.
package func withDeadline<C: Clock, Value: Sendable>(
    _ deadline: C.Instant, clock: C, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value where C.Duration == Duration {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await clock.pause(until: deadline)
            throw DeadlinePassed()
        }
        defer { group.cancelAll() }
        // The group has two children, so there is a first result.
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}

/// Runs `body`, and cancels it when it takes longer than `limit`.
/// - Throws: What `body` throws; `DeadlinePassed` when the time ran out.
package func withDeadline<Value: Sendable>(
    after limit: Duration, clock: any Clock<Duration>, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    func run(_ clock: some Clock<Duration>) async throws -> Value {
        try await withDeadline(clock.now.advanced(by: limit), clock: clock, body)
    }
    return try await run(clock)
}

extension Clock where Duration == Swift.Duration {
    /// Sleeps until then, a little at a time.
    ///
    /// A sleep that is cancelled leaves some 700 bytes in the runtime until the moment at which it was to end. A deadline of minutes for
    /// each request, or for each piece of an answer, would so hold hundreds of megabytes; as it is, two seconds' worth are held.
    /// - Throws: `CancellationError`.
    package func pause(until deadline: Instant) async throws {
        while now < deadline {
            try await sleep(until: min(deadline, now.advanced(by: .seconds(2))), tolerance: nil)
        }
        try Task.checkCancellation()
    }
}
