import LanguageModel
import Testing

@Suite struct RetryPolicyTests {
    private func waits(_ errors: ChatError...) -> [Duration?] {
        var policy = RetryPolicy()
        return errors.map { policy.wait(after: $0, jitter: 1) }
    }

    @Test func `waits grow, and the third failure is the last`() {
        let error = ChatError.unavailable(reason: "", retryAfter: nil)
        #expect(waits(error, error, error) == [.seconds(1), .seconds(2), nil])
    }

    @Test func `a server that says when is obeyed, within bounds`() {
        #expect(waits(.rateLimited(reason: "", retryAfter: .seconds(3))) == [.seconds(3)])
        #expect(waits(.rateLimited(reason: "", retryAfter: .seconds(60))) == [nil])
    }

    @Test func `an empty answer is tried once more at once`() {
        #expect(waits(.empty, .empty) == [.zero, nil])
    }

    @Test func `what cannot help is not tried`() {
        #expect(waits(.unauthorized(reason: "")) == [nil])
        #expect(waits(.timeout(.firstToken)) == [nil])
        #expect(waits(.unreachable(reason: "", isLasting: true)) == [nil])
    }
}
