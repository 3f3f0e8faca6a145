import Foundation
import SearchIndex

/// What a document is called where it is cited.
enum DocumentTitle {
    /// A law's own name near its beginning, the title that the document gives itself, its first heading, or the file's name.
    static func title(of text: ExtractedText, fileName: String) -> String {
        let head = text.blocks.prefix(20)
        let lines = head.lazy.flatMap { $0.text.split(whereSeparator: \.isNewline) }
        if let name = lines.compactMap({ ActHeading.name(in: String($0)) }).first { return oneLine(name) }
        if let own = text.title.map(oneLine), isUsable(own) { return own }
        if let heading = head.first(where: { ($0.heading ?? 9) <= 1 }).map({ oneLine($0.text) }), isUsable(heading) { return heading }
        if let heading = head.first(where: { $0.heading != nil }).map({ oneLine($0.text) }), isUsable(heading) { return heading }
        let name = (fileName as NSString).deletingPathExtension.replacing("_", with: " ").replacing(/(\p{L})-(?=\p{L})/) { "\($0.1) " }
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    private static func isUsable(_ title: String) -> Bool {
        title.count >= 3 && title.count <= 160 && title.contains(where: \.isLetter)
            && !["untitled", "sem título", "sin título", "microsoft word"].contains { title.lowercased().hasPrefix($0) }
    }

    /// Without line ends and the marks of an ended sentence.
    static func oneLine(_ text: String) -> String {
        var line = Tidy.paragraph(text).replacing("\n", with: " ")
        while line.hasSuffix(".") || line.hasSuffix(":") { line.removeLast() }
        return line
    }
}
