import Base
import LanguageModel
import Logging

/// One answer under way.
actor AnswerWriting<C: Clock> where C.Duration == Duration {
    private enum State {
        case asked
        /// What was found; the prompt is to be sent.
        case found(Retrieval)
        case writing(Retrieval, Draft, AsyncThrowingStream<ChatEvent, any Error>)
        case ended
    }

    /// What the model has said.
    private struct Draft {
        var citations: Citations
        var text = ""
    }

    private let question: Question
    private let answerer: Answerer<C>
    private let language: Language
    private let deadline: C.Instant
    private var permit: Permits.Permit?
    private var state = State.asked
    private var ready: [AnswerEvent] = []

    init(_ question: Question, by answerer: Answerer<C>) {
        self.question = question
        self.answerer = answerer
        language = Language.guess(question.text, otherwise: answerer.options.language)
        deadline = answerer.clock.now.advanced(by: answerer.options.deadline)
    }

    /// The next event, or nil after the last.
    func next() async throws -> AnswerEvent? {
        while ready.isEmpty {
            do {
                switch state {
                case .asked: try await find()
                case .found(let retrieval): await begin(retrieval)
                case .writing(let retrieval, let draft, let stream): try await write(retrieval, draft, stream)
                case .ended: return nil
                }
            } catch {
                end()
                if !(error is CancellationError) { answerer.observe?(.failed) }
                throw error
            }
        }
        return ready.removeFirst()
    }

    private func find() async throws {
        let (permits, retriever, question, top) = (answerer.permits, answerer.retriever, question, answerer.options.passages)
        let (permit, retrieval): (Permits.Permit, Retrieval)
        do {
            (permit, retrieval) = try await withDeadline(deadline, clock: answerer.clock) {
                let permit = try await permits.acquire()
                return (permit, try await retriever.retrieve(question, top: top))
            }
        } catch is DeadlinePassed {
            throw Problem.notInTime
        }
        self.permit = permit
        ready.append(.retrieved(retrieval))
        state = .found(retrieval)
    }

    private func begin(_ retrieval: Retrieval) async {
        guard !retrieval.passages.isEmpty else {
            return finish(FixedText.nothingFound.text(in: language), .nothingFound, citing: [], retrieval)
        }
        guard let model = answerer.model else { return finishWithExtracts(.extracts, retrieval) }
        let options = answerer.options
        let prompt = Prompt(question, passages: retrieval.passages, language: language, budget: options.budget)
        let request = ChatRequest(messages: prompt.messages, maximumTokens: options.maximumTokens)
        state = .writing(retrieval, Draft(citations: Citations(of: prompt.passageCount)), model.complete(request))
    }

    private func write(_ retrieval: Retrieval, _ begun: Draft, _ stream: AsyncThrowingStream<ChatEvent, any Error>) async throws {
        var draft = begun
        let event: ChatEvent?
        do {
            event = try await withDeadline(deadline, clock: answerer.clock) {
                // The stream keeps its place; its iterators hold nothing.
                var iterator = stream.makeAsyncIterator()
                return try await iterator.next()
            }
        } catch {
            try Task.checkCancellation()
            answerer.logger.warning("The language model failed", metadata: ["reason": "\(error)", "said": "\(draft.text.utf8.count)"])
            guard draft.text.contains(where: { !$0.isWhitespace }) else { return finishWithExtracts(.extractsInstead, retrieval) }
            return finish(&draft, model: "", note: .cutOff, retrieval)
        }
        switch event {
        case .text(let piece):
            say(draft.citations.consume(piece), &draft)
            state = .writing(retrieval, draft, stream)
        case .finished(let summary):
            finish(&draft, model: summary.model, note: summary.finishReason == "length" ? .atFullLength : nil, retrieval)
        case nil:
            finish(&draft, model: "", note: .cutOff, retrieval)
        }
    }

    private func say(_ text: String, _ draft: inout Draft) {
        guard !text.isEmpty else { return }
        draft.text += text
        ready.append(.text(text))
    }

    private func finish(_ draft: inout Draft, model: String, note: FixedText?, _ retrieval: Retrieval) {
        say(draft.citations.finish(), &draft)
        // An open block of code would swallow the note.
        let fence = Self.endsInCode(draft.text) ? "\n```" : ""
        if let note { say("\(fence)\n\n*\(note.text(in: language))*", &draft) }
        end(
            Answer(
                text: draft.text, kind: .model(model), sources: sources(draft.citations.cited, retrieval), revision: retrieval.revision,
                language: language, isWhole: note == nil))
    }

    private func finishWithExtracts(_ heading: FixedText, _ retrieval: Retrieval) {
        let extracts = Extracts(question, passages: retrieval.passages)
        finish(extracts.text(under: heading, in: language), .extracts, citing: extracts.items.map(\.number), retrieval)
    }

    private func finish(_ text: String, _ kind: Answer.Kind, citing cited: [Int], _ retrieval: Retrieval) {
        ready.append(.text(text))
        end(Answer(text: text, kind: kind, sources: sources(cited, retrieval), revision: retrieval.revision, language: language))
    }

    private func end(_ answer: Answer) {
        ready.append(.finished(answer))
        answerer.observe?(AnswerOutcome(answer.kind))
        end()
    }

    private func end() {
        state = .ended
        permit = nil
    }

    private func sources(_ cited: [Int], _ retrieval: Retrieval) -> [CitedSource] {
        cited.map { CitedSource(number: $0, passage: retrieval.passages[$0 - 1]) }
    }

    private static func endsInCode(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).count { $0.drop(while: \.isWhitespace).hasPrefix("```") } % 2 == 1
    }
}
