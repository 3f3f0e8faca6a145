/// Which tokens stand inside quotation marks: the "Art." that an amendment quotes is the amended law's, not this one's.
struct Quotations {
    private var quoted: [Bool]
    /// Whether the text ends inside a quotation.
    private(set) var isOpen: Bool

    /// - Parameter isOpen: Whether the text before ended inside a quotation.
    init(_ tokens: LabelTokens, isOpen: Bool) {
        quoted = [Bool](repeating: false, count: tokens.count)
        self.isOpen = false
        var index = 0
        if isOpen {
            let end = Self.end(tokens, from: 0, straight: nil)
            index = end ?? tokens.count
            self.isOpen = end == nil
            for place in 0..<index { quoted[place] = true }
        }
        while index < tokens.count {
            guard let sign = tokens.sign(index), sign == "“" || sign == "\"" && Self.opens(tokens, index) else {
                index += 1
                continue
            }
            let end = Self.end(tokens, from: index + 1, straight: sign == "\"")
            // A mark that is never closed quotes the rest only where an amended law's text begins with it.
            guard end != nil || Self.beginsAmendment(tokens, index + 1) else {
                index += 1
                continue
            }
            self.isOpen = end == nil
            for place in index..<(end ?? tokens.count) { quoted[place] = true }
            index = end ?? tokens.count
        }
    }

    subscript(index: Int) -> Bool { quoted.indices.contains(index) && quoted[index] }

    /// Ends an open quotation at a place, where the law's own next article proves that it was never closed.
    mutating func close(at index: Int) {
        for place in index..<quoted.count { quoted[place] = false }
        isOpen = false
    }

    /// The place behind the mark that closes: `”`, `"`, or `(NR)`, with which amendments end.
    private static func end(_ tokens: LabelTokens, from start: Int, straight: Bool?) -> Int? {
        for index in start..<max(start, min(tokens.count, start + longest)) {
            if tokens.isSign(index, "”"), straight != true { return index + 1 }
            if tokens.isSign(index, "\""), straight != false, !opens(tokens, index) || straight == nil { return index + 1 }
            if tokens.word(index) == "nr", tokens.isSign(index - 1, "("), tokens.isSign(index + 1, ")") { return index + 2 }
        }
        return nil
    }

    /// In tokens; what is open longer was never closed.
    private static let longest = 4000

    private static func opens(_ tokens: LabelTokens, _ index: Int) -> Bool {
        guard let mark = tokens[index], let next = tokens[index + 1] else { return false }
        return next.isGlued && (!mark.isGlued || tokens.isSign(index - 1, "("))
    }

    private static func beginsAmendment(_ tokens: LabelTokens, _ index: Int) -> Bool {
        guard let token = tokens[index] else { return false }
        return token.text == "§" || token.roles.contains(.article)
            || token.isUpper && tokens.roman(at: index) != nil
                && tokens.isSign(index + 1, "-")
    }
}
