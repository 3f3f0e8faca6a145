import Answering
import Base
import Discord
import Logging
import Synchronization

/// Brings one answer to where it belongs: reads its events in one task, in another does what `ReplyStream` says, and in a third takes orders.
struct Replier<C: Clock>: Sendable where C.Duration == Duration {
    let clock: C
    let logger: Logger
    var pace = ReplyStream.Pace()

    /// What the tasks share.
    final class Desk: Sendable {
        struct State: Sendable {
            var stream: ReplyStream
            /// What the answer said.
            var said: String?
            /// The messages that are there.
            var messages: [Snowflake]
        }

        let state: Mutex<State>
        let news = Wakeup()
        let enough = Wakeup()

        init(_ stream: ReplyStream, _ messages: [Snowflake]) { state = Mutex(State(stream: stream, messages: messages)) }

        /// Changes the reply, and wakes who delivers it.
        func change(_ body: (inout State) -> Void) {
            state.withLock { body(&$0) }
            news.ring()
        }

        var outcome: Bool? { state.withLock(\.stream.outcome) }
    }

    /// Replies, and returns when the whole answer has been delivered, cannot be, or is not wanted any more.
    ///
    /// Whatever fails is told where the reply is, in the member's language, and in the log with its cause.
    /// - Parameters:
    ///   - existing: The messages of an earlier reply, to be changed into this one.
    func reply(
        _ job: ReplyJob, on target: any ReplyTarget, existing: [Snowflake] = [], obeying control: ReplyControl
    ) async -> ReplyOutcome {
        let desk = Desk(ReplyStream(pace: pace, existing: existing.count), existing)
        return await withTaskGroup(of: Part.self) { group in
            group.addTask {
                await read(job, into: desk)
                return .read
            }
            group.addTask { .obeyed(await obey(control, job, desk)) }
            group.addTask {
                await deliver(desk, job, on: target)
                return .delivered
            }
            var ending: ReplyOutcome.Ending?
            for await part in group {
                switch part {
                case .read: break
                case .obeyed(let order): ending = order
                // When nothing more can be delivered, nothing more need be written nor obeyed.
                case .delivered: group.cancelAll()
                }
            }
            let state = desk.state.withLock(\.self)
            if ending != .retracted { await remember(desk, job) }
            return ReplyOutcome(
                ending: ending ?? (state.stream.outcome == true ? .delivered : .undelivered), messages: state.messages, said: state.said)
        }
    }

    private enum Part: Sendable {
        case read
        case obeyed(ReplyOutcome.Ending?)
        case delivered
    }

    func remember(_ desk: Desk, _ job: ReplyJob) async {
        let state = desk.state.withLock(\.self)
        if let said = state.said, !state.messages.isEmpty { await job.remember(said, state.messages) }
    }

    // MARK: The answer

    /// Reads the answer to its end, or until it is enough.
    private func read(_ job: ReplyJob, into desk: Desk) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await readAll(job, into: desk) }
            group.addTask { await desk.enough.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    private func readAll(_ job: ReplyJob, into desk: Desk) async {
        // The heading waits for something to head.
        var held: String? = job.heading
        do {
            for try await event in try await job.answer() {
                switch event {
                case .retrieved: break
                case .text(let text):
                    let shown = (held ?? "") + text
                    let isVisible = held == nil || text.contains { !$0.isWhitespace }
                    held = isVisible ? nil : shown
                    desk.change { state in
                        state.said = (state.said ?? "") + text
                        if isVisible { state.stream.append(shown) }
                    }
                case .finished(let answer):
                    await remember(desk, job)
                    let key = await job.keep(answer)
                    let footer = ([SourceLines.text(for: answer)] + job.notes()).filter { !$0.isEmpty }.joined(separator: "\n")
                    desk.change { $0.stream.finish(footer: footer, buttons: key.map(ReplyButtons.feedback) ?? .none) }
                }
            }
        } catch {
            // Enough was said, or the bot is stopping: then there is nobody to tell.
            if Task.isCancelled { return }
            // A refusal is how it is meant to be.
            logger.log(
                level: error is Quota.Refusal ? .info : .error, "A question could not be answered",
                metadata: ["reference": "\(job.reference)", "cause": "\(error)"])
            desk.change { state in
                if let apology = job.apology(error) { state.stream.append((state.stream.hasText ? "\n\n" : "") + apology) }
                state.stream.finish()
            }
            return
        }
        // A stream that ends without its last event leaves what it said.
        desk.change { $0.stream.finish() }
    }

    // MARK: Orders

    /// Obeys until an order ends the reply.
    private func obey(_ control: ReplyControl, _ job: ReplyJob, _ desk: Desk) async -> ReplyOutcome.Ending? {
        while let order = await control.next() {
            defer { desk.enough.ring() }
            switch order {
            case .stop: finish(desk, saying: .stopped, job)
            case .leave: finish(desk, saying: .leaving, job)
            case .retract:
                desk.change { $0.stream.retract() }
                return .retracted
            case .ask(let text):
                desk.change { $0.stream.abandon() }
                return .replaced(by: text)
            }
        }
        return nil
    }

    /// Ends the reply with what it has, and a word of ours below.
    private func finish(_ desk: Desk, saying text: FixedText, _ job: ReplyJob) {
        desk.change { $0.stream.finish(footer: "*\(text.text(in: job.language))*") }
    }
}
