/// A document's text in reading order, with the structure that its format tells.
package struct ExtractedText: Sendable, Equatable {
    /// A paragraph, a heading or a row of a table.
    package struct Block: Sendable, Equatable, Codable {
        package var text: String
        /// 1 to 9 for a heading (1 the highest), 0 for a title, nil for all else.
        package var heading: Int?
        /// 1-based; nil where the format has no pages.
        package var page: Int?

        package init(_ text: String, heading: Int? = nil, page: Int? = nil) {
            self.text = text
            self.heading = heading
            self.page = page
        }

        enum CodingKeys: String, CodingKey {
            case text = "t"
            case heading = "h"
            case page = "p"
        }
    }

    package var blocks: [Block]
    /// The title that the document gives itself (HTML's `title`), where it does.
    package var title: String?

    package init(blocks: [Block], title: String? = nil) {
        self.blocks = blocks
        self.title = title
    }
}

/// What extraction makes of one file.
package struct Extraction: Sendable, Equatable {
    package var outcome: Outcome
    /// The format that the content turned out to be; nil where it is none of ours.
    package var format: DocumentFormat?
    /// Why it failed, in words; empty when it did not.
    package var reason: String
    /// What is worth telling though the document was read: another format than its name says, pages that are scans.
    package var notes: [String]
    package var text: ExtractedText
    /// How many pages it has, where the format has pages.
    package var pages: Int?

    package init(
        _ outcome: Outcome, format: DocumentFormat? = nil, reason: String = "", notes: [String] = [],
        text: ExtractedText = ExtractedText(blocks: []), pages: Int? = nil
    ) {
        self.outcome = outcome
        self.format = format
        self.reason = reason
        self.notes = notes
        self.text = text
        self.pages = pages
    }
}

/// A document that cannot be read, thrown by the readers of the formats.
struct ExtractionFailure: Error, Equatable {
    var outcome: Outcome
    var reason: String

    init(_ outcome: Outcome, _ reason: String) {
        self.outcome = outcome
        self.reason = reason
    }
}
