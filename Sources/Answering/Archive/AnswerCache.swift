import Crypto
package import Foundation
package import Logging

/// Gives a question that was asked before the answer that it got, as long as the index is the same, the answer is young and nobody thinks
/// ill of it.
///
/// Only a question without a conversation is answered so, and only by what a language model has written to its end: extracts are made in no
/// time.
package struct AnswerCache: Sendable {
    private let archive: AnswerArchive
    private let lifetime: Duration
    private let writer: String
    private let logger: Logger

    /// - Parameters:
    ///   - lifetime: How long an answer may be given again; zero: never.
    ///   - writer: What else decides what an answer is: the language models and the number of passages.
    package init(_ archive: AnswerArchive, lifetime: Duration, writer: String, logger: Logger) {
        self.archive = archive
        self.lifetime = lifetime
        self.writer = writer
        self.logger = logger
    }

    /// An answer given before; nil where there is none, or the state cannot be read, which is logged.
    /// - Parameter revision: Of the index that is active.
    package func answer(to question: Question, revision: String, now: Date) async -> Answer? {
        guard let request = digest(question) else { return nil }
        do {
            return try await archive.answer(to: request, revision: revision, since: now - lifetime / .seconds(1))
        } catch {
            logger.warning("Earlier answers cannot be read", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    /// Under which request an answer is to be kept in the archive; nil when it is not to be given again.
    package func request(_ question: Question, of answer: Answer) -> String? {
        switch answer.kind {
        case .model: answer.isWhole ? digest(question) : nil
        case .extracts, .nothingFound: nil
        }
    }

    /// The same for questions that differ in case or spaces alone. Only the digest is kept, not the question.
    private func digest(_ question: Question) -> String? {
        guard lifetime > .zero, question.history.isEmpty, question.attached.isEmpty else { return nil }
        let words = question.text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return SHA256.hash(data: Data("\(writer)\n\(words)".utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
