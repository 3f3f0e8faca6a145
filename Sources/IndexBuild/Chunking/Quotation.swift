/// Follows quotation marks over paragraphs: the "Art." inside an amendment's quotation is the amended law's, not this one's.
enum Quotation {
    /// Which paragraphs begin inside a quotation, their own opening mark included.
    static func covered(_ blocks: [ExtractedText.Block]) -> [Bool] {
        var covered = [Bool](repeating: false, count: blocks.count)
        var index = 0
        while index < blocks.count {
            guard opens(blocks[index].text) else {
                index += 1
                continue
            }
            // A quotation that is never closed must not swallow the rest of the document: it is its own paragraph.
            let end = (index..<min(index + longest, blocks.count)).first { closes(blocks[$0].text, isFirst: $0 == index) } ?? index
            for place in index...end { covered[place] = true }
            index = end + 1
        }
        return covered
    }

    /// In paragraphs.
    private static let longest = 60

    private static func opens(_ text: String) -> Bool { text.first.map { "“«\"„".contains($0) } ?? false }

    private static func closes(_ text: String, isFirst: Bool) -> Bool {
        let tail = (isFirst ? text.dropFirst() : text[...]).suffix(12)
        return tail.contains("”") || tail.contains("»") || tail.contains("(NR)") || tail.contains("\"")
    }
}
