import Answering
import Base
import Discord
import Foundation
import Logging
import Synchronization

/// What is done for one question beside delivering its answer: what was said before, what came with it, keeping the answer and the turn.
struct QuestionWork<C: Clock>: Sendable where C.Duration == Duration {
    /// Answers one question; ending the iteration stops the work.
    let answer: @Sendable (Question) -> AsyncThrowingStream<AnswerEvent, any Error>
    /// The revision of the index that is active.
    let revision: @Sendable () -> String?
    let conversations: ConversationStore
    let archive: AnswerArchive
    let cache: AnswerCache
    let files: any DiscordFiles
    /// The most bytes of the files of a question.
    let fileLimit: Int
    /// What was asked last, whoever asked it.
    let recent: RecentQuestions
    /// Told of each vote, and which revision of the index the answer is from.
    let voted: @Sendable (Vote, _ revision: String) async -> Void
    let now: @Sendable () -> Date
    let logger: Logger

    /// What the closures of a job share.
    private final class Desk: Sendable {
        let state = Mutex<(question: Question?, unread: [String])>((nil, []))
    }

    /// What is to be replied.
    /// - Parameters:
    ///   - pass: Held until the reply is made.
    ///   - apology: What its reader is told when there is no answer.
    func job(
        for asked: Asked, _ pass: QuotaGate<C>.Pass, heading: String = "", apology: @escaping @Sendable (any Error) -> String?
    ) -> ReplyJob {
        let desk = Desk()
        return ReplyJob(
            reference: asked.id, language: asked.language, heading: heading,
            answer: {
                try await pass.begin()
                let (question, unread) = try await question(asked)
                desk.state.withLock { $0 = (question, unread) }
                if let revision = revision(), let known = await cache.answer(to: question, revision: revision, now: now()) {
                    return Self.again(known)
                }
                return answer(question)
            },
            keep: { answer in
                // What is left to do is to show it, and holds up nobody.
                pass.end()
                guard !answer.sources.isEmpty, let question = desk.state.withLock(\.question) else { return nil }
                return await keep(answer, to: question, asked)
            },
            remember: { said, messages in await remember(asked, said, in: messages) },
            notes: {
                let limit = fileLimit.formatted(.byteCount(style: .memory).locale(Locale(identifier: "en_US")))
                return desk.state.withLock(\.unread).map { name in
                    let text = FixedText.fileNotRead.text(in: asked.language).replacing("{limit}", with: limit)
                    return "-# \(text.replacing("{name}", with: SourceLines.plain(name, most: 80)))"
                }
            },
            apology: { error in
                pass.doesNotCount()
                return apology(error)
            })
    }

    /// Notes the turn, so that others can go on from it and its messages are known.
    private func remember(_ asked: Asked, _ said: String, in messages: [Snowflake]) async {
        guard asked.isShared else { return }
        // What came without a word of its own stands for them.
        let text = [asked.text, asked.quoted, asked.files.first?.filename ?? ""].first { !$0.isEmpty } ?? ""
        let turn = KeptTurn(
            question: asked.id.value, messages: messages.map(\.value), asker: asked.asker.user, place: asked.place.value,
            turn: Turn(question: text, answer: said), time: now())
        await note("A turn was not kept", asked) { try await conversations.add(turn, after: asked.continuation) }
    }

    /// Drops the turn of a question that is gone.
    /// - Returns: The turn; nil where it is not known.
    func forget(_ question: Snowflake) async -> KeptTurn? {
        do {
            return try await conversations.remove(question: question.value)
        } catch {
            logger.warning("A turn was not dropped", metadata: ["reference": "\(question)", "reason": "\(error)"])
            return nil
        }
    }

    private func question(_ asked: Asked) async throws -> (Question, unread: [String]) {
        var conversation = Conversation([])
        do {
            conversation = try await conversations.conversation(asked.continuation, now: now())
        } catch let problem as Problem {
            // A conversation that cannot be read is no reason not to answer.
            logger.warning("A conversation cannot be read", metadata: ["reference": "\(asked.id)", "reason": "\(problem)"])
        }
        let attached = try await AttachedText.read(asked.files, from: files, upTo: fileLimit)
        let material = [asked.quoted, attached.text].filter { !$0.isEmpty }.joined(separator: "\n\n")
        let history = conversation.history()
        // What came without a word of its own is the question.
        return asked.text.isEmpty
            ? (Question(text: material, history: history), attached.unread)
            : (Question(text: asked.text, history: history, attached: material), attached.unread)
    }

    private func keep(_ answer: Answer, to question: Question, _ asked: Asked) async -> String? {
        await note("An answer was not kept", asked) {
            try await archive.keep(answer, to: cache.request(question, of: answer), now: now())
        }
    }

    /// Does what a reply can do without, and logs when it fails.
    @discardableResult
    private func note<Value: Sendable>(_ what: Logger.Message, _ asked: Asked, _ body: () async throws -> Value) async -> Value? {
        do {
            return try await body()
        } catch {
            logger.warning(what, metadata: ["reference": "\(asked.id)", "reason": "\(error)"])
            return nil
        }
    }

    /// An answer that was given before, as events.
    private static func again(_ answer: Answer) -> AsyncThrowingStream<AnswerEvent, any Error> {
        AsyncThrowingStream(bufferingPolicy: .bufferingOldest(2)) { continuation in
            continuation.yield(.text(answer.text))
            continuation.yield(.finished(answer))
            continuation.finish()
        }
    }
}
