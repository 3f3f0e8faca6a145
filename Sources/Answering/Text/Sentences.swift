/// Takes a text apart into sentences.
enum Sentences {
    /// The sentences in order, each on one line and without white space around it. A sentence ends at `.`, `!`, `?` or `…` (and the quotes
    /// and brackets that close with it) before white space, unless a small letter follows, as after an abbreviation; and at an empty line
    /// or before an item of a list.
    static func of(_ text: some StringProtocol) -> [String] {
        var sentences: [String] = []
        for block in blocks(of: text) {
            var begin = block.startIndex
            var index = block.startIndex
            while index < block.endIndex {
                let next = block.index(after: index)
                if isEnd(block, index) {
                    sentences.append(String(block[begin..<next]))
                    begin = next
                }
                index = next
            }
            sentences.append(String(block[begin...]))
        }
        return sentences.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter { !$0.isEmpty }
    }

    /// Paragraphs and items of lists, with their lines joined.
    private static func blocks(of text: some StringProtocol) -> [String] {
        var blocks = [""]
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let content = line.drop(while: \.isWhitespace)
            if content.isEmpty || content.hasPrefix("- ") || content.hasPrefix("* ") || content.hasPrefix("• ") || content.hasPrefix("#") {
                blocks.append("")
            }
            blocks[blocks.count - 1] += (blocks[blocks.count - 1].isEmpty ? "" : " ") + content
        }
        return blocks
    }

    private static func isEnd(_ text: String, _ index: String.Index) -> Bool {
        var before = text[...index]
        while let last = before.last, "\"'»”’)]".contains(last) { before = before.dropLast() }
        guard let mark = before.last, ".!?…".contains(mark) else { return false }
        let rest = text[text.index(after: index)...]
        guard rest.first?.isWhitespace == true, let following = rest.first(where: { !$0.isWhitespace }) else { return false }
        // "art. 5" and the like: a short word with a point before a number.
        if mark == ".", following.isNumber, before.dropLast().reversed().prefix(while: \.isLetter).count < 4 { return false }
        return !following.isLowercase
    }
}
