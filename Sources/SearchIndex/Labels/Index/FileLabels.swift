import Foundation

/// The act that a file's name tells: `lei-9504.html`, `L9504compilado.htm`, `Del2848.htm`, `codigo_civil.pdf`, `ley-39-2015.pdf`.
struct FileLabels {
    private(set) var acts: [ActName] = []

    init(_ path: String?) {
        guard let path else { return }
        let file = (path as NSString).lastPathComponent
        let name = ((file.removingPercentEncoding ?? file) as NSString).deletingPathExtension.replacing("_", with: " ")
        let tokens = LabelTokens(name)
        // Numbers may stand before it: "01 - Lei 9504".
        guard let first = tokens.all.firstIndex(where: { $0.kind == .word && !Self.lead.contains($0.text) }) else { return }
        acts = Self.short(tokens, at: first) ?? Self.spelled(tokens, at: first) ?? Self.named(tokens, at: first) ?? []
    }

    private static let lead: Set<String> = ["texto", "compilado", "integra", "anexo", "n", "www", "br", "planalto"]

    /// The letters that the site of Brazil's government puts before the number.
    private static let prefixes: [String: ActKind] = [
        "l": .law, "lcp": .complementary, "lc": .complementary, "del": .decreeLaw, "dl": .decreeLaw, "d": .decree, "dec": .decree,
        "mpv": .provisional, "mp": .provisional, "emc": .amendment, "ec": .amendment, "rd": .royalDecree, "lo": .organic, "res": .resolution,
    ]

    private static func short(_ tokens: LabelTokens, at index: Int) -> [ActName]? {
        guard let word = tokens.word(index), let kind = prefixes[word] else { return nil }
        guard let number = number(tokens, at: index + 1), word.utf8.count > 1 || tokens[index + 1]?.isGlued == true else { return nil }
        return [ActName(kind: kind, number: number.digits, year: number.year)]
    }

    private static func spelled(_ tokens: LabelTokens, at index: Int) -> [ActName]? {
        guard let match = ActSpellings.match(tokens, at: index), !match.isShort else { return nil }
        var next = match.next
        var body: String?
        while let token = tokens[next], token.kind != .number, next < match.next + 6 {
            if token.roles.contains(.body) { body = token.text }
            guard
                token.kind == .sign || token.roles.contains(.body) || token.roles.contains(.number)
                    || token.roles.contains(.rank) || token.roles.contains(.of)
            else { return nil }
            next += 1
        }
        guard let number = number(tokens, at: next) else { return nil }
        return [ActName(kind: match.kind, number: number.digits, year: number.year, body: body)]
    }

    /// The number behind signs and blanks, and the year behind it.
    private static func number(_ tokens: LabelTokens, at index: Int) -> (digits: String, year: Int?)? {
        var next = index
        while let sign = tokens.sign(next), ["-", ".", "º"].contains(sign) { next += 1 }
        guard let number = tokens.whole(at: next) else { return nil }
        var after = number.next
        while let sign = tokens.sign(after), ["-", ".", "/", ","].contains(sign) { after += 1 }
        let year = tokens[after].flatMap { $0.text.utf8.count == 4 ? tokens.year(at: after) : nil }
        return (number.digits, year ?? ActDate.year(in: tokens, at: number.next).year)
    }

    private static func named(_ tokens: LabelTokens, at index: Int) -> [ActName]? {
        let words = tokens.all[index...].filter { $0.kind == .word && !$0.roles.contains(.weightless) }.map(\.text)
        if let known = KnownActs.match(words: words) { return known.acts + [ActName(kind: .named, words: words)] }
        if let first = words.first, let known = KnownActs.match(letters: first) { return known.acts }
        if let first = words.first, first.hasPrefix("constituicao") { return KnownActs.match(letters: "cf")?.acts }
        return nil
    }
}
