import SearchIndex

/// Makes paragraphs of lines that were broken to fit a page: an empty line ends one, and so does the mark of an article or item.
struct ParagraphLines {
    /// Each with the page of its first line.
    private(set) var blocks: [ExtractedText.Block] = []
    private var lines: [Substring] = []

    /// Takes the lines of one page, or of a whole text where there are no pages.
    mutating func add(_ text: some StringProtocol, page: Int? = nil) {
        let all = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { Substring($0).trimmingBlanks }
        // Lines that are much shorter than most were ended on purpose: verses, addresses, rows of a table.
        let lengths = all.map(\.utf8.count).filter { $0 > 0 }.sorted()
        let short = lengths.isEmpty ? 0 : lengths[lengths.count * 3 / 4] * 6 / 10
        for line in all {
            if line.isEmpty {
                finish(page, short: short)
                continue
            }
            if let mark = mark(of: line) {
                finish(page, short: short)
                lines = [line]
                switch mark {
                case .heading, .act: finish(page, short: short)
                case .article, .item: break
                }
                if line.utf8.count < short, Self.isNumberedHeading(line) { finish(page, short: short) }
            } else {
                lines.append(line)
            }
        }
        finish(page, short: short)
    }

    /// What a line begins; a reference at the edge of the page begins nothing.
    private func mark(of line: Substring) -> LegalMark? {
        guard let mark = LegalMark(line) ?? nameAtHead(line) else { return nil }
        switch mark {
        case .heading, .item: return mark
        case .article, .act: return lines.last.map(LegalMark.goesOn(after:)) == true ? nil : mark
        }
    }

    /// A law's name on a line of its own, at a document's head also in small letters.
    private func nameAtHead(_ line: Substring) -> LegalMark? {
        guard blocks.count + lines.count < 12, let name = ActHeading.name(in: String(line)), name.utf8.count == line.utf8.count else { return nil }
        return .act(name: name)
    }

    /// "2.1 Escopo": a number and a few words that no full stop ends, on a line of their own.
    private static func isNumberedHeading(_ line: Substring) -> Bool {
        guard line.first?.isNumber == true, let last = line.last, !".;,:!?".contains(last) else { return false }
        return line.drop { $0.isNumber || $0 == "." || $0 == " " }.first?.isUppercase ?? false
    }

    private mutating func finish(_ page: Int?, short: Int) {
        defer { lines.removeAll(keepingCapacity: true) }
        guard let first = lines.first else { return }
        var text = String(first)
        for (previous, line) in zip(lines, lines.dropFirst()) {
            text += previous.utf8.count < short ? "\n" : " "
            text += line
        }
        let tidy = Tidy.paragraph(text)
        if !tidy.isEmpty { blocks.append(ExtractedText.Block(tidy, page: page)) }
    }
}

extension Substring {
    /// Without blanks at both ends.
    var trimmingBlanks: Substring {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return self[startIndex..<startIndex] }
        return self[first..<scalars.index(after: last)]
    }
}
