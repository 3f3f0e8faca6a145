import Foundation

extension MadeLaw {
    /// The law as the passages of a retrieval set, one or more for each article, as lines of JSON.
    /// - Parameter size: How many characters a passage has at most; a longer article goes on in the next.
    package func passages(size: Int = 1000) throws -> [String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var passages: [String] = []
        for article in articles {
            var texts = [""]
            for line in article.lines {
                if !texts[texts.count - 1].isEmpty, texts[texts.count - 1].count + line.count > size { texts.append("") }
                texts[texts.count - 1] += (texts[texts.count - 1].isEmpty ? "" : "\n") + line
            }
            for text in texts {
                let passage = ["id": "\(fileName)-\(passages.count)", "title": shortName, "text": text, "lang": "pt", "law": fileName]
                passages.append(String(decoding: try encoder.encode(passage), as: UTF8.self))
            }
        }
        return passages
    }
}
