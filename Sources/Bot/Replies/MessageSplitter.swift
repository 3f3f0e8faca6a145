/// Cuts a text into messages that Discord takes.
///
/// A cut is made at the last good place of the greatest length: between paragraphs, lines, lines of code, sentences or words, in this order.
/// Links, citations, inline code and characters of several scalars stay whole. Code that goes on in the next message is closed and opened
/// again with its language, and so is a line of quotation. Each cut follows from the text before it alone, so while a text grows, only its
/// last piece changes.
struct MessageSplitter: Sendable {
    /// A part of the text and how it is shown.
    struct Piece: Sendable, Equatable {
        /// The part itself: all of them in a row are the text.
        var slice: String
        /// What is sent: the part without white space around it, with what goes over its ends closed and opened. Empty where there is
        /// nothing to send.
        var content: String
        /// What is open at its beginning and at its end.
        var opened: OpenMark
        var left: OpenMark
    }

    /// The greatest length of a message, in UTF-16 units.
    let limit: Int

    init(limit: Int = 2_000) {
        self.limit = limit
    }

    /// The pieces in order; only the last of them may have nothing to send, except where code ends with a cut.
    /// - Parameter opened: What is open before the text, where it is the rest of another: then these are the pieces that follow there.
    func split(_ text: String, after opened: OpenMark = .nothing) -> [Piece] {
        let characters = Array(text)
        var pieces: [Piece] = []
        var (start, opened) = (0, opened)
        while start < characters.count {
            let (piece, end) = first(of: characters[start...], after: opened)
            pieces.append(piece)
            (start, opened) = (end, piece.left)
        }
        return pieces
    }

    /// The first piece of `rest`, and where it ends.
    private func first(of rest: ArraySlice<Character>, after opened: OpenMark) -> (piece: Piece, end: Int) {
        let room = limit - opened.opening.utf16.count
        var window = Self.prefix(of: rest, units: room)
        // A piece with code in it keeps room for closing it, whether or not it is open at the end: so what has not fitted never fits
        // again when more text comes.
        if opened.isCode || SplitScan.hasFence(rest[..<window]) { window = Self.prefix(of: rest, units: room - OpenMark.longestClosing) }
        // White space at the end is not sent.
        if let last = rest.lastIndex(where: { !$0.isWhitespace }), last < window { window = rest.endIndex }
        let scan = SplitScan(rest[..<window], after: opened)
        let length = window == rest.endIndex ? rest.count : scan.cut(room: room)
        let end = rest.startIndex + length
        let left = scan.marks[length]
        let shown = length == scan.bareFence?.end ? rest.startIndex + (scan.bareFence?.start ?? 0) : end
        let content = Self.content(rest[rest.startIndex..<shown], from: opened, to: shown == end ? left : .nothing)
        return (Piece(slice: String(rest[rest.startIndex..<end]), content: content, opened: opened, left: left), end)
    }

    private static func content(_ slice: ArraySlice<Character>, from opened: OpenMark, to left: OpenMark) -> String {
        var body = slice
        while body.last?.isWhitespace == true { body = body.dropLast() }
        var opening = opened.opening
        switch opened {
        case .nothing, .line: body = body.drop { $0.isWhitespace }
        case .code:
            let first = body.drop { $0.isWhitespace }
            if first.starts(with: OpenMark.fence) {
                // Nothing is left of the code but its end, and that has been set before.
                (body, opening) = (first.drop { $0 == "`" }.drop { $0.isWhitespace }, "")
            }
        }
        guard body.contains(where: { !$0.isWhitespace }) else { return "" }
        return opening + String(body) + left.closing
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
