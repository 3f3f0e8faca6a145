import Answering
import Base
import Discord
import Logging
import ServiceLifecycle
import Synchronization

/// Answers the questions that come from Discord, each in a task of its own, so that none holds up another.
struct DiscordAnswering<C: Clock>: Service where C.Duration == Duration {
    /// What comes from Discord, in order.
    let events: AsyncStream<DiscordEvent>
    /// Answers one question; ending the iteration stops the work.
    let answer: @Sendable (Question) -> AsyncThrowingStream<AnswerEvent, any Error>
    let replier: Replier<C>
    let logger: Logger
    /// How many questions may be open at once, those that wait for the answerer included. One more gets a refusal.
    var capacity = 128
    /// How many refusals may be on their way at once; beyond that there is silence, since Discord bears no more.
    var refusals = 16

    /// Takes no more questions once the process is asked to end, and ends itself when every open reply has.
    func run() async {
        let (open, refusing) = (Places(capacity), Places(refusals))
        await withDiscardingTaskGroup { group in
            for await event in events.cancelOnGracefulShutdown() {
                switch event {
                case .question(let question):
                    if open.take() {
                        group.addTask {
                            defer { open.giveBack() }
                            await reply(to: question)
                        }
                    } else {
                        refuse(question, .busy, &group, refusing)
                    }
                case .emptyMention(let question): refuse(question, .howToAsk, &group, refusing)
                case .ready, .edited, .deleted, .interaction: break
                }
            }
        }
    }

    private func reply(to question: IncomingQuestion) async {
        do {
            let stream = answer(Question(text: question.text))
            try await replier.reply(to: question.message, in: question.channel, language: Language.guess(question.text), with: stream)
        } catch {
            logger.info("A reply was stopped", metadata: ["reference": "\(question.message)"])
        }
    }

    private func refuse(_ question: IncomingQuestion, _ text: FixedText, _ group: inout DiscardingTaskGroup, _ places: Places) {
        guard places.take() else {
            logger.warning("A question was left without an answer", metadata: ["reference": "\(question.message)"])
            return
        }
        group.addTask {
            defer { places.giveBack() }
            do {
                try await replier.say(text, in: Language.guess(question.text), to: question.message, in: question.channel)
            } catch {
                logger.info("A refusal was not delivered", metadata: ["reference": "\(question.message)", "cause": "\(error)"])
            }
        }
    }

    /// A number of places, of which nobody waits for one.
    private final class Places: Sendable {
        private let free: Mutex<Int>

        init(_ count: Int) {
            free = Mutex(count)
        }

        func take() -> Bool {
            free.withLock { free in
                guard free > 0 else { return false }
                free -= 1
                return true
            }
        }

        func giveBack() {
            free.withLock { $0 += 1 }
        }
    }
}
