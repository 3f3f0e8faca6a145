import Foundation

extension MadeLaw {
    /// How somebody else's job cuts laws.
    package enum Cut: String, Sendable, CaseIterable {
        /// One passage for each article or part of it, under the law's name.
        case articles
        /// The same without line ends, and with the article in the title.
        case flat
        /// The same with the law's name in the text alone.
        case untitled
        /// Pieces of a thousand characters, two hundred of them shared, that know no more than the file's name.
        case pieces
    }

    /// The law as lines of JSON with `text`.
    package func passages(_ cut: Cut) throws -> [String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func line(_ number: Int, _ keys: [String: String]) throws -> String {
            let keys = keys.merging(["id": "\(fileName)-\(number)", "lang": "pt", "law": fileName]) { one, _ in one }
            return String(decoding: try encoder.encode(keys), as: UTF8.self)
        }
        if cut == .pieces {
            let text = Array(self.text.replacing("\n\n", with: "\n"))
            return try stride(from: 0, to: text.count, by: 800).enumerated().map { number, start in
                try line(number, ["source": "\(fileName).pdf", "text": String(text[start..<min(start + 1000, text.count)])])
            }
        }
        var passages: [String] = []
        for article in articles {
            for text in Self.parts(of: article.lines) {
                let keys =
                    switch cut {
                    case .articles, .pieces: ["title": shortName, "text": text]
                    case .flat: ["title": "\(shortName) - Art. \(article.number)", "text": text.replacing("\n", with: " ")]
                    case .untitled: ["text": "\(longName)\n\(text)"]
                    }
                passages.append(try line(passages.count, keys))
            }
        }
        return passages
    }

    /// An article's paragraphs in passages of at most a thousand characters.
    private static func parts(of lines: [String]) -> [String] {
        var texts = [""]
        for line in lines {
            if !texts[texts.count - 1].isEmpty, texts[texts.count - 1].count + line.count > 1000 { texts.append("") }
            texts[texts.count - 1] += (texts[texts.count - 1].isEmpty ? "" : "\n") + line
        }
        return texts
    }
}
