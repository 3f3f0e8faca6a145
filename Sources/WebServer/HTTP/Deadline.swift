import Base

/// Runs `body`, and cancels it when it takes longer than `limit`.
/// - Throws: What `body` throws, or `DeadlinePassed`.
func within<Value: Sendable>(
    _ limit: Duration, by clock: any Clock<Duration>, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    func run(_ clock: some Clock<Duration>) async throws -> Value {
        try await withDeadline(clock.now.advanced(by: limit), clock: clock, body)
    }
    return try await run(clock)
}
