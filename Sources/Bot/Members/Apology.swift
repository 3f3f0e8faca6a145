import Answering
import Base
import Discord
import Foundation

/// What a member reads in place of an answer: one sentence, in the question's language, with nothing of the inside.
enum Apology {
    /// - Parameters:
    ///   - reference: By what the log tells the cause.
    ///   - now: The time on the wall, for a refusal that knows when to ask again.
    static func text(for error: any Error, in language: Language, reference: Snowflake, now: Date) -> String {
        if let refusal = error as? Quota.Refusal { return text(for: refusal, in: language, now: now) }
        switch error as? Problem {
        case .noIndex?: return FixedText.notReady.text(in: language)
        case .notInTime?: return FixedText.busy.text(in: language)
        case _: return FixedText.failed.text(in: language).replacing("{reference}", with: "`\(reference)`")
        }
    }

    /// Why a question is not answered now.
    static func text(for refusal: Quota.Refusal, in language: Language, now: Date) -> String {
        switch refusal {
        case .hour(let until):
            let moment = Int((now.timeIntervalSince1970 + until / .seconds(1)).rounded(.up))
            // Shown as "in 12 minutes" in each reader's own language ("Message Formatting" of the API documentation).
            return FixedText.hourReached.text(in: language).replacing("{time}", with: "<t:\(moment):R>")
        case .stillAnswering: return FixedText.stillAnswering.text(in: language)
        case .busy: return FixedText.busy.text(in: language)
        }
    }
}
