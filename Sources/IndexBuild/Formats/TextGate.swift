/// Judges whether what came out of a document is its text, so that an unreadable document is told as such and never indexed as noise.
enum TextGate {
    /// - Throws: `ExtractionFailure` with `empty`, `garbled`, `tooLarge` or `notADocument`.
    static func check(_ extraction: inout Extraction, claimed: DocumentFormat?) throws {
        let bytes = extraction.text.blocks.reduce(0) { $0 + $1.text.utf8.count }
        guard bytes <= ExtractionCaps.text else { throw ExtractionFailure(.tooLarge, "it holds more than 50 MiB of text") }
        let blocks = extraction.text.blocks
        guard blocks.contains(where: { $0.text.unicodeScalars.contains { !$0.properties.isWhitespace } }) else {
            throw ExtractionFailure(.empty, "it holds no text")
        }
        if extraction.format == .html { try refuseErrorPage(extraction, bytes: bytes, claimed: claimed) }
        var census = Census()
        for block in blocks where census.seen < 200_000 { census.count(block.text) }
        if census.isGarbled { throw ExtractionFailure(.garbled, "its text is made of signs without meaning") }
    }

    /// What a server answers in a document's place: short, and it says so in its title or first words.
    private static func refuseErrorPage(_ extraction: Extraction, bytes: Int, claimed: DocumentFormat?) throws {
        guard bytes < 4096 else { return }
        let head = ((extraction.text.title ?? "") + " " + extraction.text.blocks.prefix(2).map(\.text).joined(separator: " ")).lowercased()
        let signs = [
            "404", "not found", "403 forbidden", "access denied", "500 internal", "502 bad gateway", "503 service", "página não encontrada",
            "página no encontrada", "acesso negado", "acceso denegado",
        ]
        // A page about errors, saved as HTML, is a document; an error page under a document's name is not.
        let isPage = claimed == .html && bytes > 600
        if !isPage, signs.contains(where: head.contains) { throw ExtractionFailure(.notADocument, "it is a server's error page") }
    }
}

/// Counts of the kinds of characters.
private struct Census {
    var seen = 0
    private var letters = 0
    private var latin = 0
    private var vowels = 0
    private var broken = 0

    mutating func count(_ text: String) {
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                if scalar.value <= 0x20 { continue }
                seen += 1
                let lower = scalar.value | 0x20
                if (0x61...0x7A).contains(lower) {
                    letters += 1
                    latin += 1
                    if [0x61, 0x65, 0x69, 0x6F, 0x75, 0x79].contains(lower) { vowels += 1 }
                } else if (0x30...0x39).contains(scalar.value) {
                    letters += 1
                } else if scalar.value == 0x7F {
                    broken += 1
                }
                continue
            }
            if scalar.properties.isWhitespace { continue }
            seen += 1
            switch scalar.value {
            case 0xFFFD, 0xE000...0xF8FF, 0x80...0x9F: broken += 1
            case 0xC0...0x24F: (letters, latin, vowels) = (letters + 1, latin + 1, vowels + 1)
            default: if scalar.properties.isAlphabetic || scalar.properties.numericType != nil { letters += 1 }
            }
        }
    }

    /// Fonts without a character map give signs at random: too few letters, or letters without vowels. Tables of numbers and lists
    /// of codes pass; Portuguese, Spanish and English have 38 to 50 vowels in 100 letters.
    var isGarbled: Bool {
        guard seen >= 100 else { return broken * 2 > max(seen, 1) }
        if broken * 10 > seen { return true }
        if letters * 10 < seen * 3 { return true }
        return latin >= 500 && latin * 2 > seen && (vowels * 100 < latin * 18 || vowels * 100 > latin * 80)
    }
}
