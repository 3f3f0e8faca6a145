import Answering
import Foundation

/// The sources under an answer, as Discord's small text: one line for each, the index revision at the end of the last.
enum SourceLines {
    /// Nothing for an answer that cites nothing.
    static func text(for answer: Answer) -> String {
        guard !answer.sources.isEmpty else { return "" }
        let lines = answer.sources.map { "-# [\($0.number)] \(line(for: $0.passage))" }
        return lines.joined(separator: "\n") + " · \(FixedText.index.text(in: answer.language)) \(plain(answer.revision, most: 64))"
    }

    /// Where a passage is from: title, page or section, link.
    static func line(for passage: Passage) -> String {
        let title = plain(passage.title ?? passage.source ?? "", most: 120)
        let page = passage.page.map { first in
            if let last = passage.pageEnd, last > first { "pp. \(first)–\(last)" } else { "p. \(first)" }
        }
        let place = page ?? passage.section.map { plain($0, most: 80) }
        let words = [title.isEmpty ? "—" : title, place].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
        return link(passage.url).map { "\(words) <\($0)>" } ?? words
    }

    /// One line without marks of Markdown, which a file's name may hold by chance.
    /// - Parameter most: The most characters.
    static func plain(_ text: String, most: Int) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let short = line.count > most ? "\(line.prefix(most - 1))…" : line
        return short.reduce(into: "") { result, character in
            if "\\`*_~|<>[]#@".contains(character) { result += "\\" }
            result.append(character)
        }
    }

    /// An address of the web that cannot leave its brackets; nil for any other.
    private static func link(_ url: String?) -> String? {
        guard let url, url.count <= 500, url.hasPrefix("https://") || url.hasPrefix("http://") else { return nil }
        return url.addingPercentEncoding(withAllowedCharacters: linkCharacters)
    }

    private static let linkCharacters = CharacterSet(charactersIn: "!"..."~").subtracting(CharacterSet(charactersIn: "<>\"`\\ "))
}
