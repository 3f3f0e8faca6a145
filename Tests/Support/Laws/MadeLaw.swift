import Base

/// A law that never was, in the manner of the official site of Brazil's laws.
package struct MadeLaw: Sendable {
    package struct Article: Sendable {
        /// `5º`, `10`, `10-A`.
        package var number: String
        /// Its paragraphs as they stand in the law, from its own words on.
        package var lines: [String]
        /// The number of a paragraph that it has, and that paragraph's first words.
        package var paragraph: (number: String, start: String)?

        /// Its first words, which no other article of any law has.
        package var start: String { String(lines[0].prefix(70)) }
    }

    /// `Lei`, `Lei Complementar`, `Decreto-Lei`, `Decreto`.
    package var kind: String
    /// `9.504`.
    package var number: String
    package var day: String
    package var year: Int
    /// The articles in force, in order.
    package var articles: [Article]
    /// The whole text, paragraph by paragraph.
    package var paragraphs: [String]

    /// `Lei nº 9.504/1997`.
    package var shortName: String { "\(kind) nº \(number)/\(year)" }
    /// `Lei nº 9.504, de 30 de setembro de 1997`.
    package var longName: String { "\(kind) nº \(number), de \(day) de \(year)" }
    /// `lei-9504-1997`.
    package var fileName: String { "\(kind.lowercased().replacing(" ", with: "-"))-\(number.replacing(".", with: ""))-\(year)" }

    package var text: String { paragraphs.joined(separator: "\n\n") + "\n" }

    /// The text as a page prints it: lines of at most ninety characters, none of them empty.
    package var page: String {
        paragraphs.flatMap { paragraph in
            var lines = [""]
            for word in paragraph.split(separator: " ") {
                if lines[lines.count - 1].count + word.count > 90 { lines.append("") }
                lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
            }
            return lines
        }.joined(separator: "\n") + "\n"
    }

    package var html: String {
        let body = paragraphs.map { "<p>\($0.replacing("&", with: "&amp;").replacing("<", with: "&lt;"))</p>" }.joined(separator: "\n")
        return "<html><head><meta charset=\"utf-8\"><title>\(fileName)</title></head><body>\n\(body)\n</body></html>\n"
    }
}

/// A question by label and what answers it.
package struct LabelQuestion: Sendable {
    package enum Form: String, Sendable, CaseIterable {
        case article = "O que diz o art. N da Lei X?"
        case paragraph = "art. N, § P, da Lei X"
        case vigour = "Quando entra em vigor a Lei X?"
    }

    package var form: Form
    package var text: String
    /// The law's file name without ending.
    package var law: String
    /// What the passage that answers it contains.
    package var answer: String
}
