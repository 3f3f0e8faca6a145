/// A law's own name at the head of its text: "Lei nº 9.504, de 30 de setembro de 1997", "CONSTITUIÇÃO FEDERAL". A sentence about a law goes
/// on in small letters.
package struct ActHeading {
    var acts: [ActName]
    /// The token behind the name and its date.
    var next: Int

    /// - Parameter lineEnd: Where its line ends.
    init?(_ tokens: LabelTokens, at index: Int, lineEnd: Int) {
        guard let first = tokens[index], first.kind == .word, first.isCapital, let found = ActReader(tokens: tokens).act(at: index),
            found.range.upperBound <= lineEnd
        else { return nil }
        acts = found.acts
        next = found.range.upperBound
        let isNumbered = found.number != nil
        // A name without a number is a heading where it is all that its line says, or is told apart from what follows.
        guard isNumbered || KnownActs.match(words: acts.last?.words ?? []) != nil || acts.first?.kind == .parliament else { return nil }
        let after = tokens.isSign(next, ".") ? next + 1 : next
        guard after < lineEnd, let follower = tokens[after] else { return }
        switch follower.kind {
        case .sign where ["-", "(", ":", "[", "]", ">", "|", "•"].contains(follower.text): return
        case .sign where follower.text == "," && isNumbered:
            // "Ley Orgánica 3/2018, de 5 de diciembre, de Protección de Datos", "por el que se aprueba".
            guard tokens.has(after + 1, .of) || ["por", "sobre"].contains(tokens.word(after + 1)) else { return nil }
        case .word where follower.isCapital && isNumbered: return
        case .word, .sign, .number: return nil
        }
    }

    /// The law's name with which a paragraph begins, as it is written; nil where it begins with none.
    package static func name(in text: String) -> String? {
        let tokens = LabelTokens(text.prefix(longest + 1))
        guard !text.hasSuffix(";"), let heading = ActHeading(tokens, at: 0, lineEnd: tokens.lineEnd(from: 0)) else { return nil }
        let line = text.prefix { !$0.isNewline }
        if line.count <= longest { return String(line) }
        return tokens[heading.next - 1].map { String(decoding: text.utf8.prefix($0.range.upperBound), as: UTF8.self) }
    }

    /// A longer line is a title with the first sentence.
    private static let longest = 160
}
