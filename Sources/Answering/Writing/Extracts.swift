import Foundation

/// The answer without a language model: from the best passages the sentences that share the most with the question, cited by number.
package struct Extracts: Sendable, Equatable {
    /// One quotation, with its citation.
    package struct Item: Sendable, Equatable {
        package var number: Int
        package var text: String
    }

    package let items: [Item]

    /// - Parameters:
    ///   - most: How many passages are quoted at most.
    ///   - length: About how many characters each quotation has at most.
    package init(_ question: Question, passages: [Passage], most: Int = 3, length: Int = 320) {
        let wanted = Set(Self.stems(question.text))
        let candidates = passages.prefix(most).enumerated().map { (number: $0 + 1, sentences: Sentences.of($1.body)) }
        // A word that stands in every sentence tells nothing about any of them.
        let all = candidates.flatMap(\.sentences).map { Set(Self.stems($0)).intersection(wanted) }
        var weights: [String: Double] = [:]
        for stem in wanted {
            let having = all.count { $0.contains(stem) }
            weights[stem] = having == 0 ? 0 : log(1 + Double(all.count) / Double(having))
        }
        var items: [Item] = []
        for candidate in candidates {
            guard let text = Self.quotation(candidate.sentences, weights, length) else { continue }
            if !items.contains(where: { $0.text == text }) { items.append(Item(number: candidate.number, text: text)) }
        }
        self.items = items
    }

    /// The extracts as Markdown, under a heading.
    package func text(under heading: FixedText, in language: Language) -> String {
        ([heading.text(in: language)] + items.map { "> \($0.text) [\($0.number)]" }).joined(separator: "\n\n")
    }

    /// The best sentence and as many of those after it as there is room for.
    private static func quotation(_ sentences: [String], _ weights: [String: Double], _ length: Int) -> String? {
        let scores = sentences.map { sentence in
            Set(stems(sentence)).reduce(0) { $0 + (weights[$1] ?? 0) } * (sentence.count < 20 ? 0.5 : 1)
        }
        guard let top = scores.max(), var index = scores.firstIndex(of: top) else { return nil }
        var text = sentences[index]
        index += 1
        while index < sentences.count, text.count + 1 + sentences[index].count <= length {
            text += " \(sentences[index])"
            index += 1
        }
        guard text.count > length + length / 2 else { return text }
        let part = text.prefix(length)
        return part[..<(part.lastIndex(where: \.isWhitespace) ?? part.endIndex)] + " …"
    }

    /// The words of a text without accents and endings: enough to compare a question with a sentence.
    private static func stems(_ text: String) -> [String] {
        let plain = text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
        let words: [Substring] = plain.split { !$0.isLetter && !$0.isNumber }
        return words.filter { $0.count > 2 || $0.allSatisfy(\.isNumber) }.map { String($0.prefix(6)) }
    }
}
