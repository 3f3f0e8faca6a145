/// Reads the year after an act's number: `/1997`, `/97`, `, de 30 de setembro de 1997`, `de 30.9.1997`, ` de 1997`.
enum ActDate {
    /// - Returns: The year, and the place after it; where there is none, nil and the place itself.
    static func year(in tokens: LabelTokens, at index: Int) -> (year: Int?, next: Int) {
        if tokens.isSign(index, "/") || tokens.isSign(index, "-") && tokens.isGlued(index), let year = tokens.year(at: index + 1),
            tokens.isGlued(index + 1) || tokens.isSign(index, "/")
        {
            // The date may follow as well: "Ley 39/2015, de 1 de octubre".
            return (year, date(in: tokens, at: index + 2)?.next ?? index + 2)
        }
        guard let date = date(in: tokens, at: index) else { return (nil, index) }
        return date
    }

    private static func date(in tokens: LabelTokens, at index: Int) -> (year: Int?, next: Int)? {
        var next = tokens.isSign(index, ",") ? index + 1 : index
        guard tokens.has(next, .of) else { return nil }
        next += 1
        guard let day = tokens[next], day.kind == .number else { return nil }
        if day.text.utf8.count == 4, let year = tokens.year(at: next) { return (year, next + 1) }
        next += 1
        if tokens.isSign(next, "º") || tokens.word(next) == "o" && tokens.isGlued(next) { next += 1 }
        // 30.9.1997, 30/09/97
        if let sign = tokens.sign(next), sign == "." || sign == "/", tokens.isNumber(next + 1), tokens.isSign(next + 2, sign),
            let year = tokens.year(at: next + 3)
        {
            return (year, next + 4)
        }
        if tokens.has(next, .of) { next += 1 }
        guard tokens.has(next, .month) else { return nil }
        next += 1
        let named = next
        if tokens.isSign(next, ",") { next += 1 }
        if tokens.has(next, .of) { next += 1 }
        if let token = tokens[next], token.text.utf8.count == 4, let year = tokens.year(at: next) { return (year, next + 1) }
        return (nil, named)
    }
}
