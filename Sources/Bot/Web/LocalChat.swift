import Answering
import WebServer

/// The chat page's questions, answered as those from Discord are.
struct LocalChat: ChatService {
    /// Answers one question; ending the iteration stops the work.
    let answerer: @Sendable (Question) -> AsyncThrowingStream<AnswerEvent, any Error>

    func answer(_ question: ChatQuestion) -> any AsyncSequence<ChatUpdate, any Error> & Sendable {
        let history = question.history.map { Turn(question: $0.question, answer: $0.answer) }
        return answerer(Question(text: question.question, history: history)).map { ChatUpdate($0) }
    }
}

extension ChatUpdate {
    init(_ event: AnswerEvent) {
        switch event {
        case .retrieved(let retrieval):
            self = .passages(retrieval.passages.enumerated().map { ChatPassage(number: $0 + 1, $1) }, revision: retrieval.revision)
        case .text(let text): self = .text(text)
        case .finished(let answer):
            let (kind, model): (ChatOutcome.Kind, String?) =
                switch answer.kind {
                case .model(let name): (.model, name)
                case .extracts: (.extracts, nil)
                case .nothingFound: (.nothingFound, nil)
                }
            self = .done(
                ChatOutcome(kind: kind, model: model, text: answer.text, cited: answer.sources.map(\.number), revision: answer.revision))
        }
    }
}

extension ChatPassage {
    init(number: Int, _ passage: Passage) {
        self.init(
            number: number, text: passage.text, title: passage.title, source: passage.source, page: passage.page, pageEnd: passage.pageEnd,
            section: passage.section, url: passage.url)
    }
}
