/// Cuts a text into messages that Discord takes.
///
/// A cut is made at the last good place of the greatest length: between paragraphs, lines, lines of code, sentences or words, in this order.
/// Links, citations, inline code and characters of several scalars stay whole. Code that goes on in the next message is closed and opened
/// again with its language. Each cut follows from the text before it alone, so while a text grows, only its last piece changes.
struct MessageSplitter: Sendable {
    /// A part of the text and how it is shown.
    struct Piece: Sendable, Equatable {
        /// The part itself: all of them in a row are the text.
        var slice: String
        /// What is sent: the part without white space around it, with its code closed and opened.
        var content: String
    }

    /// The greatest length of a message, in UTF-16 units.
    let limit: Int

    init(limit: Int = 2_000) {
        self.limit = limit
    }

    /// The pieces; none for a text of white space.
    func split(_ text: String) -> [Piece] {
        let characters = Array(text)
        var pieces: [Piece] = []
        var start = 0
        var fence: CodeFence?
        while start < characters.count {
            let (end, state) = cut(characters[start...], after: fence)
            let piece = Piece(slice: String(characters[start..<end]), content: shown(characters[start..<end], from: fence, to: state))
            // White space at the end waits for what follows it.
            if !piece.content.isEmpty || end < characters.count { pieces.append(piece) }
            (start, fence) = (end, state)
        }
        return pieces.filter { !$0.content.isEmpty || !$0.slice.isEmpty }
    }

    /// Where the first piece of `rest` ends, and the code that is open there.
    private func cut(_ rest: ArraySlice<Character>, after fence: CodeFence?) -> (end: Int, fence: CodeFence?) {
        let room = limit - (fence?.opening.utf16.count ?? 0)
        let wide = Self.prefix(of: rest, units: room)
        let narrow = Self.prefix(of: rest, units: room - CodeFence.longestClosing)
        var scan = SplitScan(rest[..<wide], fence: fence)
        // A piece with code in it keeps room for closing it, whether or not it is open at the end: so what has not fitted never fits
        // again when more text comes.
        let hasCode = scan.fences.prefix(narrow - rest.startIndex + 1).contains { $0 != nil }
        if hasCode, narrow < wide { scan = SplitScan(rest[..<narrow], fence: fence) }
        let window = hasCode ? narrow : wide
        if window == rest.endIndex { return (window, scan.fences[window - rest.startIndex]) }
        func isAllowed(_ offset: Int) -> Bool { hasCode || scan.fences[offset] == nil }
        for rank in SplitScan.Rank.allCases {
            let least = Int(rank.leastShare * Double(room))
            let place = scan.places.last { $0.rank == rank && scan.units[$0.offset] >= least && isAllowed($0.offset) }
            if let place { return (rest.startIndex + place.offset, scan.fences[place.offset]) }
        }
        // One word or link longer than a message: cut between characters.
        let offset = (1...(window - rest.startIndex)).last(where: isAllowed) ?? window - rest.startIndex
        return (rest.startIndex + offset, scan.fences[offset])
    }

    private func shown(_ slice: ArraySlice<Character>, from opened: CodeFence?, to left: CodeFence?) -> String {
        var body = slice
        while let last = body.last, last.isWhitespace { body = body.dropLast() }
        var opening = ""
        if let opened {
            // When nothing is left of the code but its end, it has been closed before.
            let line = body.prefix { !$0.isNewline }
            if opened.isClosed(by: line) { body = body.dropFirst(line.count) } else { opening = opened.opening }
        }
        if opening.isEmpty { body = body.drop(while: \.isNewline) }
        guard body.contains(where: { !$0.isWhitespace }) else { return "" }
        let content = opening + String(body)
        // A fence that begins with the last characters is not closed when there is no room: there is nothing in it yet.
        guard let closing = left?.closing, content.utf16.count + closing.utf16.count <= limit else { return content }
        return content + closing
    }

    /// The end of the longest prefix of at most that many units, and of at least one character.
    private static func prefix(of rest: ArraySlice<Character>, units: Int) -> Int {
        var left = units
        var end = rest.startIndex
        while end < rest.endIndex {
            left -= rest[end].utf16.count
            if left < 0 { break }
            end += 1
        }
        return max(end, min(rest.startIndex + 1, rest.endIndex))
    }
}

/// A block of code that is open.
struct CodeFence: Sendable, Equatable {
    /// The most that `closing` may have, in UTF-16 units.
    static let longestClosing = 8

    /// The backticks that opened it.
    var ticks: Int
    var language: String

    /// - Parameter line: The line that opens it, or another, which gives nil.
    init?(opening line: some Collection<Character>) {
        let content = line.drop { $0 == " " }
        let ticks = content.prefix { $0 == "`" }.count
        let rest = content.dropFirst(ticks)
        // One that ends on its own line leaves nothing open.
        guard ticks >= 3, !String(rest).contains("```") else { return nil }
        self.ticks = min(ticks, Self.longestClosing - 1)
        language = String(rest.prefix { !$0.isWhitespace }.prefix(32))
    }

    /// Whether that line closes it.
    func isClosed(by line: some Collection<Character>) -> Bool {
        let content = line.drop { $0 == " " }
        let count = content.prefix { $0 == "`" }.count
        return count >= ticks && content.dropFirst(count).allSatisfy(\.isWhitespace)
    }

    private var mark: String { String(repeating: "`", count: ticks) }
    /// What opens it again in the next message.
    var opening: String { "\(mark)\(language)\n" }
    /// What closes it at the end of a message.
    var closing: String { "\n\(mark)" }
}
