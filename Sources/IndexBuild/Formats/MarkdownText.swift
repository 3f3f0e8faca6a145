import SearchIndex

/// Markdown: its headings are kept as structure, code as it stands, all else as paragraphs. Marks of emphasis and links stay in the
/// text: they are part of what the author wrote and harm nothing.
enum MarkdownText {
    static func read(_ text: String) -> ExtractedText {
        var reader = Reader()
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
        if lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") {
            reader.title = lines[..<end].lazy.compactMap(frontMatterTitle).first
            lines = lines[(end + 1)...]
        }
        for line in lines { reader.take(line) }
        reader.finish()
        return ExtractedText(blocks: reader.blocks, title: reader.title)
    }

    private static func frontMatterTitle(_ line: Substring) -> String? {
        guard line.hasPrefix("title:") else { return nil }
        let value = Tidy.paragraph(line.dropFirst(6).filter { $0 != "\"" })
        return value.isEmpty ? nil : value
    }

    private struct Reader {
        var blocks: [ExtractedText.Block] = []
        var title: String?
        private var paragraph: [Substring] = []
        /// The fence that ends the code block which is open.
        private var fence: Substring?

        mutating func take(_ line: Substring) {
            let trimmed = line.trimmingBlanks
            if let open = fence {
                if trimmed.hasPrefix(open) { fence = nil } else { paragraph.append(line) }
                if fence == nil { finish(lineEnds: true) }
                return
            }
            if trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~") {
                finish()
                fence = trimmed.prefix(3)
            } else if trimmed.isEmpty {
                finish()
            } else if let level = headingLevel(trimmed) {
                finish()
                let text = trimmed.drop { $0 == "#" }.trimmingBlanks
                let name = Tidy.paragraph(text.replacing(/\s+#+$/, with: ""))
                if !name.isEmpty { blocks.append(ExtractedText.Block(name, heading: level)) }
            } else if paragraph.count == 1, trimmed.allSatisfy({ $0 == "=" }) || (trimmed.count > 2 && trimmed.allSatisfy { $0 == "-" }) {
                // The older way of writing a heading: underlined.
                blocks.append(ExtractedText.Block(Tidy.paragraph(paragraph[0]), heading: trimmed.first == "=" ? 1 : 2))
                paragraph = []
            } else {
                if LegalMark(trimmed) != nil, !trimmed.hasPrefix("|") { finish() }
                paragraph.append(line)
            }
        }

        /// - Parameter lineEnds: Whether lines stay lines, as in code and tables.
        mutating func finish(lineEnds: Bool = false) {
            guard let first = paragraph.first else { return }
            let keep = lineEnds || first.trimmingBlanks.hasPrefix("|")
            let text = Tidy.paragraph(paragraph.joined(separator: keep ? "\n" : " "))
            if !text.isEmpty { blocks.append(ExtractedText.Block(text)) }
            paragraph = []
        }

        private func headingLevel(_ line: Substring) -> Int? {
            let level = line.prefix(7).prefix { $0 == "#" }.count
            guard (1...6).contains(level) else { return nil }
            let rest = line.dropFirst(level)
            return rest.first == " " || rest.first == "\t" ? level : nil
        }
    }
}
