import Answering
import TestSupport

extension StandInDiscord.Sent {
    /// Whether the reply is at its end: with its sources, or saying that the documents have nothing about it.
    var isWholeAnswer: Bool {
        content.contains("-# [1]") || Language.allCases.contains { content.contains(FixedText.nothingFound.text(in: $0)) }
    }
}
