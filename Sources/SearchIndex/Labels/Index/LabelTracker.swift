/// Finds each chunk's labels, chunk after chunk in the order of the artifact: what begins in a chunk by its own words, what goes on from
/// the chunk before, and what titles and headings say.
struct LabelTracker {
    private(set) var registry = ActRegistry()

    private var source: String?
    private var title: String?
    private var section: String?
    private var ofTitle = HeadingLabels(nil)
    private var ofFile: [ActName] = []
    private var ofSection = HeadingLabels(nil)
    /// Where the text is.
    private var place = LabelPlace()
    private var isFirst = true

    /// The labels of the next chunk.
    mutating func labels(of chunk: Chunk) -> ChunkLabels {
        enter(chunk)
        let tokens = LabelTokens(chunk.text)
        let references = LabelReference.all(in: tokens)
        var text = LabelledText(tokens: tokens, place: place, heading: ofSection.units.isEmpty ? ofTitle.units : ofSection.units)
        let known = [ofSection.acts, ofTitle.acts, ofFile].first { !$0.isEmpty } ?? []
        text.findAct(in: chunk.text, known: known, isFirst: isFirst, references: references)
        text.findAll()
        let labels = keep(text, references: references)
        place = text.place
        isFirst = false
        return labels
    }

    private mutating func enter(_ chunk: Chunk) {
        let source = chunk.source ?? ""
        let title = chunk.title ?? ""
        if source != self.source || title != self.title {
            if title != self.title { ofTitle = HeadingLabels(title) }
            if source != self.source { ofFile = FileLabels(source).acts }
            (self.source, self.title, section) = (source, title, nil)
            ofSection = HeadingLabels(nil)
            place = LabelPlace()
            place.enter(ofTitle.units)
            isFirst = true
        }
        if chunk.section != section {
            section = chunk.section
            ofSection = HeadingLabels(section)
            // Under another heading nothing goes on, unless it names the same article.
            place.enter(ofSection.units)
        }
        // Passages of many texts in one file share its name; without titles only their numbers tell what belongs together.
        place.mayGoOn = !title.isEmpty || section != nil || !source.hasSuffix(".jsonl")
    }

    /// Gives what was found in the text the acts that it belongs to.
    private mutating func keep(_ text: LabelledText, references: [LabelReference]) -> ChunkLabels {
        var labels = ChunkLabels()
        func names(_ inText: [ActName]) -> [ActName] {
            [ofSection.acts, inText, ofTitle.acts, ofFile].first { !$0.isEmpty } ?? []
        }
        var own: Set<String> = []
        for stretch in text.stretches {
            let names = names(stretch.acts)
            own.formUnion(names.flatMap(\.keys))
            labels.add(stretch.units, act: registry.number(of: names))
        }
        for reference in references {
            guard let unit = reference.unit, let key = reference.acts.first?.searchKeys.first, !own.contains(key) else { continue }
            labels.cited.insert(ChunkLabels.Cited(act: key, unit: unit.key(parts: 0)))
            if !unit.parts.isEmpty { labels.cited.insert(ChunkLabels.Cited(act: key, unit: unit.key)) }
        }
        return labels
    }
}
