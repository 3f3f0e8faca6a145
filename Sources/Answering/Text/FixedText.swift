/// Every text of ours that a member can see, in each language.
package enum FixedText: String, Sendable, CaseIterable {
    /// No passage bears on the question.
    case nothingFound
    /// Above extracts, where no language model is set up.
    case extracts
    /// Above extracts, where the language model failed.
    case extractsInstead
    /// Under an answer that broke off.
    case cutOff
    /// Under an answer that is as long as answers may be.
    case atFullLength
    /// No index is active yet.
    case notReady
    /// Too many questions wait already.
    case busy
    /// Something else failed; `{reference}` stands in the log beside the cause.
    case failed
    /// The bot was addressed without a question.
    case howToAsk
    /// The same where no mention is needed: in private, and by a command.
    case askInWords
    /// Before the index revision, in the line of sources.
    case index
    /// The hour's questions have been asked; `{time}` is when the next may be.
    case hourReached
    /// The asker's other questions are still being answered.
    case stillAnswering
    /// Under an answer that its asker has stopped.
    case stopped
    /// Under an answer that the end of the process cuts off, or in its place.
    case leaving
    /// On the button that stops an answer.
    case stopButton
    /// On the button that shows what an answer rests on.
    case passagesButton
    /// A vote is kept; `{vote}` is the thumb.
    case voteKept
    /// The answer under which a button was pressed is no longer kept.
    case noLongerKept
    /// Somebody else's answer cannot be stopped.
    case notYours
    /// A file was left out; `{name}` and the greatest size, `{limit}`.
    case fileNotRead
    /// The operator does not want answers in this place.
    case notHere
    /// A command of administrators.
    case administratorsOnly
    /// After `/forget`; `{count}` turns are gone.
    case forgotten
    /// What is served: `{revision}`, `{date}`, `{chunks}`.
    case indexServed
    /// Beside it, where it is pinned to `{reference}`.
    case indexPinned
    /// After a pin to `{reference}`.
    case pinSet
    /// After the end of a pin.
    case pinRemoved
    /// The setting goes before the pin; `{reference}` is its value.
    case pinnedBySetting
    /// The source is being looked at.
    case looking

    /// The text in that language.
    package func text(in language: Language) -> String {
        switch language {
        case .spanish: texts.spanish
        case .portuguese: texts.portuguese
        case .english: texts.english
        }
    }
}
