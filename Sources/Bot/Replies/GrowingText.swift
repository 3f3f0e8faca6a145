/// A text that grows, and the messages that it makes. While it grows only its last message changes, so only that one is cut anew.
struct GrowingText: Sendable {
    private let splitter: MessageSplitter
    private(set) var text = ""
    /// The messages that do not change any more.
    private var settled: [String] = []
    /// The text after them, and what is open before it.
    private var tail = ""
    private var opened = OpenMark.nothing

    init(splitter: MessageSplitter) {
        self.splitter = splitter
    }

    mutating func append(_ piece: String) {
        text += piece
        tail += piece
    }

    /// The messages as they are to be now.
    mutating func messages() -> [String] {
        let pieces = splitter.split(tail, after: opened)
        settled += pieces.dropLast().map(\.content).filter { !$0.isEmpty }
        if let last = pieces.last { (tail, opened) = (last.slice, last.opened) }
        return settled + [pieces.last?.content ?? ""].filter { !$0.isEmpty }
    }

    /// The messages at the end.
    /// - Parameter footer: What stands under the text, on lines of its own and never within code that the text leaves open.
    func messages(under footer: String) -> [String] {
        var whole = text
        while whole.last?.isWhitespace == true { whole.removeLast() }
        whole += splitter.split(whole).last?.left.closing ?? ""
        if !footer.isEmpty { whole += "\n\n\(footer)" }
        return splitter.split(whole).map(\.content).filter { !$0.isEmpty }
    }
}
