import Base
import Logging
import ServiceLifecycle
import Synchronization

@testable import WebServer

/// A status that a test sets.
struct FixedStatus: StatusSource {
    var report: StatusReport

    var measured: [Metric] = []

    func status() async -> StatusReport { report }
    func metrics() async -> [Metric] { measured }

    static let ready = FixedStatus(
        report: StatusReport(
            version: "1.0", uptimeSeconds: 7,
            index: .init(revision: "rev-1", createdAt: "2026-01-01T00:00:00Z", chunks: 3, documents: 2, embedModel: "m", isPinned: false),
            source: .init(address: "file:///index", lastPoll: nil, trouble: nil), languageModels: [], discord: .init(state: .off), missing: []))

    static let empty: FixedStatus = {
        var status = ready
        status.report.index = nil
        status.report.missing = [.init(name: "index", reason: "no index yet", remedy: "Run docent ingest.")]
        return status
    }()
}

/// Answers as a test tells it to, and remembers what it was asked and whether the answer was dropped.
final class ScriptedChat: ChatService {
    private let script: @Sendable (ChatQuestion, AsyncThrowingStream<ChatUpdate, any Error>.Continuation) -> Void
    private let questions = Mutex<[ChatQuestion]>([])
    let dropped: AsyncStream<Void>
    private let drop: AsyncStream<Void>.Continuation

    init(_ script: @escaping @Sendable (ChatQuestion, AsyncThrowingStream<ChatUpdate, any Error>.Continuation) -> Void) {
        self.script = script
        (dropped, drop) = AsyncStream.makeStream()
    }

    var asked: [ChatQuestion] { questions.withLock { $0 } }

    func answer(_ question: ChatQuestion) -> any AsyncSequence<ChatUpdate, any Error> & Sendable {
        questions.withLock { $0.append(question) }
        let (stream, continuation) = AsyncThrowingStream<ChatUpdate, any Error>.makeStream()
        continuation.onTermination = { [drop] end in
            if case .cancelled = end { drop.yield() }
        }
        script(question, continuation)
        return stream
    }

    /// One passage, two pieces of text, the end.
    static var complete: ScriptedChat {
        ScriptedChat { question, answer in
            answer.yield(.passages([ChatPassage(number: 1, text: "The lamp is green.", title: "Manual", page: 4)], revision: "rev-1"))
            answer.yield(.text("It is "))
            answer.yield(.text("green [1]."))
            answer.yield(.done(ChatOutcome(kind: .model, model: "m", text: "It is green [1].", cited: [1], revision: "rev-1")))
            answer.finish()
        }
    }
}

/// Says how long a look takes to begin, and remembers who asked for one.
final class ScriptedLooks: LookService {
    let wait: Duration
    private let reasons = Mutex<[LookReason]>([])

    init(wait: Duration = .zero) {
        self.wait = wait
    }

    var asked: [LookReason] { reasons.withLock { $0 } }

    func look(for reason: LookReason) -> Duration {
        reasons.withLock { $0.append(reason) }
        return wait
    }
}

extension Triggers {
    /// Without secrets.
    static var off: Triggers { Triggers(looks: ScriptedLooks(), adminToken: nil, hookSecret: nil, followed: nil) }
}

/// Runs a server on a free port while `body` runs.
func withServer(
    status: FixedStatus = .ready, chat: (any ChatService)? = nil, triggers: Triggers = .off, limits: ServerLimits = ServerLimits(),
    clock: any Clock<Duration> = ContinuousClock(), _ body: (UInt16) async throws -> Void
) async throws {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let server = try WebServer(port: 0, status: status, chat: chat, triggers: triggers, limits: limits, clock: clock, logger: logger)
    try await withThrowingTaskGroup { group in
        group.addTask { try? await server.run() }
        try await body(server.port)
        group.cancelAll()
    }
}

/// A chat request as a browser sends it.
func ask(_ body: String, type: String = "application/json", extra: String = "") -> String {
    "POST /api/chat HTTP/1.1\r\nHost: x\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\(extra)\r\n\(body)"
}
