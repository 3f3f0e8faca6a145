/// A Word document as Office Open XML (ECMA-376): the text of its main part, with footnotes and endnotes where they are referred to.
struct WordPackage {
    private let archive: ZipArchive
    private let main: String

    /// - Throws: `ExtractionFailure` when the archive is not a Word document; it says what it is instead, as far as its parts tell.
    init(_ archive: ZipArchive) throws {
        self.archive = archive
        let names = Array(archive.names)
        let main = try archive.part("_rels/.rels").flatMap { try Relations($0) }?.target(ofKind: "/officeDocument")
        if let main, main.lowercased().hasSuffix(".xml"), try archive.part(main) != nil, !Self.isForeign(main) {
            self.main = main
        } else if names.contains("word/document.xml") {
            self.main = "word/document.xml"
        } else {
            throw ExtractionFailure(.unsupported, "it is \(Self.kind(of: names))")
        }
    }

    private static func isForeign(_ part: String) -> Bool { part.hasPrefix("xl/") || part.hasPrefix("ppt/") || part.hasPrefix("visio/") }

    private static func kind(of names: [String]) -> String {
        if names.contains(where: { $0.hasPrefix("xl/") }) { return "a spreadsheet" }
        if names.contains(where: { $0.hasPrefix("ppt/") }) { return "a presentation" }
        if names.contains("content.xml") { return "an OpenDocument file" }
        if names.contains("META-INF/container.xml") { return "an electronic book (EPUB)" }
        if names.contains("Index/Document.iwa") || names.contains(where: { $0.hasPrefix("Index/") }) { return "an Apple iWork document" }
        return "a ZIP archive without a text document"
    }

    func text() throws -> ExtractedText {
        let folder = main.split(separator: "/").dropLast().joined(separator: "/")
        let file = main.split(separator: "/").last.map(String.init) ?? main
        let relations = try archive.part(folder + "/_rels/" + file + ".rels").flatMap { try Relations($0) }
        func related(_ kind: String, _ usual: String) throws -> [UInt8]? {
            try archive.part(Relations.resolve(relations?.target(ofKind: kind) ?? usual, in: folder))
        }
        let styles = WordStyles()
        if let part = try related("/styles", "styles.xml") { try XMLStream.readXML(part, into: styles) }
        var notes: [String: [String]] = [:]
        for (kind, element) in [("/footnotes", "footnote"), ("/endnotes", "endnote")] {
            guard let part = try related(kind, kind.dropFirst() + ".xml") else { continue }
            let reader = WordBody(styles: styles, notes: [:], noteElement: element)
            try XMLStream.readXML(part, into: reader)
            notes.merge(reader.collectedNotes) { first, _ in first }
        }
        let body = WordBody(styles: styles, notes: notes)
        body.embedded = { [archive] id in
            guard let target = relations?.targets[id], let part = try? archive.part(Relations.resolve(target, in: folder)) else { return [] }
            return target.lowercased().hasSuffix("htm") || target.lowercased().hasSuffix("html") ? (try? HTMLText.read(part).blocks) ?? [] : []
        }
        guard let part = try archive.part(main) else { throw ExtractionFailure(.malformed, "its main part is missing") }
        let whole = try XMLStream.readXML(part, into: body)
        let text = ExtractedText(blocks: body.finished())
        if !whole, text.blocks.isEmpty { throw ExtractionFailure(.malformed, "its main part is damaged") }
        return text
    }

    /// Word 2003's single XML file has the same elements in another namespace.
    static func text(ofFlatXML bytes: [UInt8]) throws -> ExtractedText {
        let body = WordBody(styles: WordStyles(), notes: [:])
        try XMLStream.readXML(bytes, into: body)
        return ExtractedText(blocks: body.finished())
    }
}

/// What a part refers to (ECMA-376 part 2, 9.3).
private final class Relations: XMLReader {
    private(set) var targets: [String: String] = [:]
    private var kinds: [(kind: String, target: String)] = []

    init(_ bytes: [UInt8]) throws { try XMLStream.readXML(bytes, into: self) }

    func target(ofKind suffix: String) -> String? { kinds.first { $0.kind.hasSuffix(suffix) }?.target }

    func begin(_ element: XMLElement) {
        guard element.name == "Relationship", let target = element["Target"] else { return }
        if let id = element["Id"] { targets[id] = target }
        if let kind = element["Type"] { kinds.append((kind, target.hasPrefix("/") ? String(target.dropFirst()) : target)) }
    }

    func end(_ name: String, space: String) {}
    func text(_ text: UnsafeBufferPointer<UInt8>) {}

    static func resolve(_ target: String, in folder: String) -> String {
        if target.hasPrefix("/") || target.hasPrefix(folder + "/") { return target }
        var path = folder.split(separator: "/").map(String.init)
        for step in target.split(separator: "/") {
            if step == ".." { _ = path.popLast() } else if step != "." { path.append(String(step)) }
        }
        return path.joined(separator: "/")
    }
}

/// Which paragraph styles are headings, and which character styles hide their text.
final class WordStyles: XMLReader {
    private struct Style {
        var parent: String?
        var level: Int?
        var isHidden: Bool?
    }
    private var styles: [String: Style] = [:]
    private var id: String?
    private var current = Style()

    /// The heading level that a style gives, its own or inherited: 0 for a title, 1 to 9, or nil.
    func level(of style: String) -> Int? { find(style, \.level).flatMap { $0 < 10 ? $0 : nil } }
    func isHidden(_ style: String) -> Bool { find(style, \.isHidden) ?? false }

    private func find<Value>(_ style: String, _ key: KeyPath<Style, Value?>) -> Value? {
        var name = style
        // A damaged file may have styles that inherit from one another in a circle.
        for _ in 0..<20 {
            guard let entry = styles[name] else { return nil }
            if let value = entry[keyPath: key] { return value }
            guard let parent = entry.parent else { return nil }
            name = parent
        }
        return nil
    }

    func begin(_ element: XMLElement) {
        switch element.name {
        case "style":
            id = element["styleId"]
            current = Style()
        case "name":
            let name = (element["val"] ?? "").lowercased()
            if name == "title" { current.level = 0 }
            if name.hasPrefix("heading "), let level = Int(name.dropFirst(8)), (1...9).contains(level) { current.level = level }
        case "basedOn": current.parent = element["val"]
        // 9 means body text, which also undoes what a style inherits.
        case "outlineLvl": if let value = element["val"].flatMap({ Int($0) }), current.level == nil { current.level = value < 9 ? value + 1 : 10 }
        case "vanish": current.isHidden = WordBody.isOn(element)
        default: break
        }
    }

    func end(_ name: String, space: String) {
        guard name == "style", let id else { return }
        styles[id] = current
        self.id = nil
    }

    func text(_ text: UnsafeBufferPointer<UInt8>) {}
}
