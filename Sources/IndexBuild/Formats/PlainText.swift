/// Text without structure of its own.
enum PlainText {
    static func read(_ text: String) -> ExtractedText {
        var paragraphs = ParagraphLines()
        paragraphs.add(text)
        return ExtractedText(blocks: paragraphs.blocks)
    }
}

/// Subtitles (SubRip): the spoken words, without numbers and times.
enum SubtitleText {
    static func read(_ text: String) -> ExtractedText {
        var spoken: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmingBlanks
            if line.contains("-->") || line.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { continue }
            spoken.append(String(line.replacing(/<[^<>]{1,40}>/, with: "")))
        }
        // Spoken sentences run over several pictures: some twenty of them make a paragraph.
        var blocks: [ExtractedText.Block] = []
        for start in stride(from: 0, to: spoken.count, by: 20) {
            let text = Tidy.paragraph(spoken[start..<min(start + 20, spoken.count)].joined(separator: " "))
            if !text.isEmpty { blocks.append(ExtractedText.Block(text)) }
        }
        return ExtractedText(blocks: blocks)
    }
}
