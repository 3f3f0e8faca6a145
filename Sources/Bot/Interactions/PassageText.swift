import Answering

/// The text that an answer rests on, for whoever wants to check it.
enum PassageText {
    /// The messages.
    static func messages(of answer: Answer) -> [String] {
        let blocks = answer.sources.map { source in
            let text = source.passage.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { "> \($0)" }
            return "**[\(source.number)] \(SourceLines.line(for: source.passage))**\n\(text.joined(separator: "\n"))"
        }
        return MessageSplitter().split(blocks.joined(separator: "\n\n")).map(\.content).filter { !$0.isEmpty }
    }
}
