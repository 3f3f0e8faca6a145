import Answering
import Discord

/// A button under an answer. All that it needs to know is in its id, so it works after a restart too.
enum AnswerButton: Sendable, Equatable {
    /// Stops the answer to this question.
    case stop(question: String)
    case vote(Vote, answer: String)
    /// Shows the text that the answer rests on.
    case passages(answer: String)

    /// Ids of another form may come to be; those of this one are still under old answers then.
    private static let form = "1"
    private static let longest = 64

    /// What the button is made with.
    var customID: String {
        switch self {
        case .stop(let question): "\(Self.form):stop:\(question)"
        case .vote(let vote, let answer): "\(Self.form):\(vote.rawValue):\(answer)"
        case .passages(let answer): "\(Self.form):passages:\(answer)"
        }
    }

    /// - Parameter customID: As it came back; anybody can send any.
    init?(customID: String) {
        let parts = customID.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0] == Self.form, (1...Self.longest).contains(parts[2].utf8.count) else { return nil }
        switch parts[1] {
        case "stop": self = .stop(question: parts[2])
        case "passages": self = .passages(answer: parts[2])
        case let name:
            guard let vote = Vote(rawValue: name) else { return nil }
            self = .vote(vote, answer: parts[2])
        }
    }

    /// The rows of buttons under a message; none takes away those that are there.
    static func rows(_ buttons: ReplyButtons, question: Snowflake, in language: Language) -> [ButtonRow] {
        func button(_ button: AnswerButton, _ text: FixedText?, _ emoji: String?) -> Button {
            Button(.press(customID: button.customID), label: text?.text(in: language), emoji: emoji)
        }
        switch buttons {
        case .none: return []
        case .stop: return [ButtonRow([button(.stop(question: question.value), .stopButton, "⏹️")])]
        case .feedback(let key):
            return [
                ButtonRow([
                    button(.vote(.up, answer: key), nil, "👍"), button(.vote(.down, answer: key), nil, "👎"),
                    button(.passages(answer: key), .passagesButton, nil),
                ])
            ]
        }
    }
}
