import Foundation

/// What a document is called where it is cited.
enum DocumentTitle {
    /// A law's own name near its beginning, the title that the document gives itself, its first heading, or the file's name.
    static func title(of text: ExtractedText, fileName: String) -> String {
        let head = text.blocks.prefix(20)
        if let name = head.lazy.map(\.text).first(where: isLawName) { return oneLine(name) }
        if let own = text.title.map(oneLine), isUsable(own) { return own }
        if let heading = head.first(where: { ($0.heading ?? 9) <= 1 }).map({ oneLine($0.text) }), isUsable(heading) { return heading }
        if let heading = head.first(where: { $0.heading != nil }).map({ oneLine($0.text) }), isUsable(heading) { return heading }
        let name = (fileName as NSString).deletingPathExtension.replacing("_", with: " ").replacing(/(\p{L})-(?=\p{L})/) { "\($0.1) " }
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    private static let kinds = [
        "LEI", "LEY", "DECRETO", "REAL DECRETO", "CONSTITUICAO", "CONSTITUCION", "RESOLUCAO", "RESOLUCION", "PORTARIA", "MEDIDA PROVISORIA",
        "INSTRUCAO NORMATIVA", "EMENDA CONSTITUCIONAL", "ACUERDO", "ORDEN", "CODIGO", "PROVIMENTO", "ATO NORMATIVO", "REGLAMENTO",
    ]

    /// "LEI Nº 9.504, DE 30 DE SETEMBRO DE 1997." begins with its kind and holds its number.
    private static func isLawName(_ text: String) -> Bool {
        guard text.count <= 160, text.contains(where: \.isNumber), text.first?.isUppercase == true, !text.hasSuffix(";") else { return false }
        let folded = String(decoding: text.unicodeScalars.prefix(40).map(Fold.capital), as: UTF8.self)
        guard let kind = kinds.first(where: { folded.hasPrefix($0 + " ") }) else { return false }
        // Its number comes at once, perhaps after words like COMPLEMENTAR or ORGÁNICA; a sentence about a law goes on in small letters.
        let rest = text.dropFirst(kind.count).prefix(24)
        return rest.contains(where: \.isNumber)
    }

    private static func isUsable(_ title: String) -> Bool {
        title.count >= 3 && title.count <= 160 && title.contains(where: \.isLetter)
            && !["untitled", "sem título", "sin título", "microsoft word"].contains { title.lowercased().hasPrefix($0) }
    }

    private static func oneLine(_ text: String) -> String {
        var line = Tidy.paragraph(text).replacing("\n", with: " ")
        while line.hasSuffix(".") || line.hasSuffix(":") { line.removeLast() }
        return line
    }
}
