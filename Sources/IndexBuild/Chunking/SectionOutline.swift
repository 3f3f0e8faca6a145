import SearchIndex

/// A document's paragraphs laid end to end, and where one section ends and the next begins.
struct SectionOutline {
    /// Paragraphs that stand under the same headings and in the same article.
    struct Section {
        /// Headings from the highest down, then the article.
        var path: [String]
        var isArticle: Bool
        var blocks: Range<Int>
        /// Whether it holds more than headings.
        var hasBody: Bool
    }

    private(set) var sections: [Section] = []
    private var stack: [(level: Int, label: String)] = []
    private let quoted: [Bool]
    private let hasArticles: Bool
    private let blocks: [ExtractedText.Block]

    init(_ blocks: [ExtractedText.Block]) {
        self.blocks = blocks
        quoted = Quotation.covered(blocks)
        hasArticles = blocks.contains { if case .article = LegalMark($0.text) { true } else { false } }
        var index = 0
        while index < blocks.count { index = take(index) }
        joinHeadings()
    }

    /// Takes the paragraph at `index`, and a name that belongs to it. Returns the next.
    private mutating func take(_ index: Int) -> Int {
        let text = blocks[index].text
        let inside = quoted[index]
        let mark = inside ? nil : LegalMark(text)
        switch mark {
        case .act(let name):
            // A law's name begins it anew, whatever headings were open; one document may hold several. The same again is the head of a page.
            let label = DocumentTitle.oneLine(ActHeading.name(in: text) ?? name)
            guard stack.first?.label != label else { break }
            open(level: 0, label: label, range: index..<(index + 1))
            sections[sections.count - 1].hasBody = text.utf8.count > name.utf8.count + Self.slack
            return index + 1
        case .heading(let level, let isBare):
            var end = index + 1
            // "CAPÍTULO I" and its name on the next line.
            if isBare, end < blocks.count, isName(blocks[end].text) { end += 1 }
            open(level: 100 + level, label: blocks[index..<end].map(\.text).joined(separator: " "), range: index..<end)
            return end
        case .article(let label):
            let start = startOfArticle(at: index)
            sections.append(Section(path: stack.map(\.label) + [label], isArticle: true, blocks: start..<(index + 1), hasBody: true))
            return index + 1
        case .item, nil: break
        }
        if !inside, let level = headingLevel(at: index) {
            open(level: level, label: text, range: index..<(index + 1))
        } else if let last = sections.indices.last {
            sections[last].blocks = sections[last].blocks.lowerBound..<(index + 1)
            sections[last].hasBody = true
        } else {
            sections.append(Section(path: [], isArticle: false, blocks: index..<(index + 1), hasBody: true))
        }
        return index + 1
    }

    /// What a heading's line may have beyond its label: a full stop, a mark of a note.
    private static let slack = 8

    /// The article's own place, or the one before it where its name stands there: "Homicídio simples" above "Art. 121".
    private mutating func startOfArticle(at index: Int) -> Int {
        guard let last = sections.indices.last, sections[last].isArticle, sections[last].blocks.count > 1, !quoted[index - 1],
            sections[last].blocks.upperBound == index
        else { return index }
        let text = blocks[index - 1].text
        guard text.utf8.count <= 80, text.first?.isUppercase == true, let end = text.last, end.isLetter, !text.contains("|"), !text.contains("\n"),
            LegalMark(text) == nil
        else { return index }
        sections[last].blocks = sections[last].blocks.lowerBound..<(index - 1)
        return index - 1
    }

    private mutating func open(level: Int, label: String, range: Range<Int>) {
        while let last = stack.last, last.level >= level { stack.removeLast() }
        stack.append((level, label.replacing("\n", with: " ")))
        sections.append(Section(path: stack.map(\.label), isArticle: false, blocks: range, hasBody: false))
    }

    /// A heading by the format, or in texts without articles by its look: numbered, or in capitals, short and alone.
    private func headingLevel(at index: Int) -> Int? {
        let text = blocks[index].text
        // Whole paragraphs in a heading's style are a habit of some authors and no headings.
        guard text.utf8.count <= 200, !text.isEmpty else { return nil }
        if let level = blocks[index].heading { return level }
        guard !hasArticles, text.utf8.count <= 90, !text.contains("\n"), !".;,:!?".contains(text.last ?? ".") else { return nil }
        if let number = text.firstMatch(of: /^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\p{Lu}/) {
            return 20 + number.1.utf8.count { $0 == UInt8(ascii: ".") }
        }
        let letters = text.filter(\.isLetter)
        guard letters.count >= 4, letters.allSatisfy(\.isUppercase), !text.contains("|"), !text.hasPrefix("(") else { return nil }
        return 20
    }

    private func isName(_ text: String) -> Bool {
        guard text.utf8.count <= 160, LegalMark(text) == nil, !".;:".contains(text.last ?? ".") else { return false }
        return text.first { $0.isLetter }?.isUppercase ?? false
    }

    /// A heading without text of its own goes to the section below it, so that no chunk is a heading alone.
    private mutating func joinHeadings() {
        var joined: [Section] = []
        var waiting: Int?
        for var section in sections {
            if let start = waiting { section.blocks = start..<section.blocks.upperBound }
            waiting = section.hasBody ? nil : section.blocks.lowerBound
            if section.hasBody { joined.append(section) }
        }
        if let start = waiting {
            // Headings at the very end.
            if let last = joined.indices.last {
                joined[last].blocks = joined[last].blocks.lowerBound..<blocks.count
            } else {
                joined.append(Section(path: sections.last?.path ?? [], isArticle: false, blocks: start..<blocks.count, hasBody: true))
            }
        }
        sections = joined
    }
}
