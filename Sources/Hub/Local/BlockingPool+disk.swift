import Base

extension BlockingPool {
    /// Runs disk work off the cooperative pool; its problems become `HubError.storage`.
    func disk<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        do {
            return try await run(body)
        } catch let problem as Problem {
            throw HubError.storage(problem)
        }
    }
}
