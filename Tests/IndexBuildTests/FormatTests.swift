import Foundation
import Testing

@testable import IndexBuild

private func read(_ name: String, _ bytes: some Sequence<UInt8>) -> Extraction {
    DocumentReader.read(Array(bytes), path: name, ending: (name as NSString).pathExtension)
}

// MARK: one document in every format

private let regulation = [
    "Regulamento interno", "Constituição, ação e coração; el niño pidió «cigüeñas» — €5.", "Fica inserido visível.", "Prazos", "Etapa | Dias",
    "Análise | 15", "Decisão | 30", "Ver a página.", "Nota de rodapé.",
]

@Test(arguments: ["docx", "doc", "rtf"])
func `deleted, hidden and field code text stays out, insertions, notes, tables and headings are read`(ending: String) throws {
    let bytes = try #require(FileManager.default.contents(atPath: "\(Places.fixtures)/regulamento.\(ending)"))
    let extraction = read("regulamento.\(ending)", bytes)
    #expect(extraction.outcome == .read)
    #expect(extraction.lines.sorted() == regulation.sorted())
    #expect(extraction.text.blocks.filter { $0.heading != nil } == [.init("Regulamento interno", heading: 1), .init("Prazos", heading: 2)])
}

@Test func `a text box is read once, and math and tabs stay`() {
    let box = "<w:txbxContent><w:p><w:r><w:t>na caixa</w:t></w:r></w:p></w:txbxContent>"
    let body = """
        <w:p><w:r><w:t>antes</w:t><w:tab/><w:t>depois</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>\(box)</wps:txbx>\
        </mc:Choice><mc:Fallback><v:textbox>\(box)</v:textbox></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t> fim</w:t></w:r></w:p>\
        <w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath><w:r><w:t>, logo</w:t></w:r></w:p>
        """
    #expect(read("a.docx", ZipWriter.docx(body)).lines == ["antes depois fim", "na caixa", "x=1, logo"])
}

// MARK: character sets

@Test(
    arguments: [
        (#"{\rtf1\ansi\ansicpg1252 Constitui\'e7\'e3o \'80}"#, "Constituição €"),
        (#"{\rtf1\ansi\ansicpg1250 \'b9\'e6\'ea}"#, "ąćę"), (#"{\rtf1\ansi\ansicpg1251 \'cc\'e8\'f0}"#, "Мир"),
        (#"{\rtf1\pc a\'87\'c6o}"#, "aç╞o"), (#"{\rtf1\pca a\'87\'c6o}"#, "ação"), (#"{\rtf1\mac a\'8d\'8bo}"#, "ação"),
        (#"{\rtf1\ansi\ansicpg65001 a\'c3\'a7\'c3\'a3o}"#, "ação"),
        (#"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}}\f0 \'e7\f1 \'cc\f2 \'93\'fa}"#, "çМ日"),
        (#"{\rtf1\ansi\uc1 Constitui\u231?\u227?o}"#, "Constituição"), (#"{\rtf1\ansi\uc2 a\u231\'c3\'a7b\u8364??c}"#, "açb€c"),
        (#"{\rtf1\ansi\uc1\u55357?\u56832? fim}"#, "😀 fim"), (#"{\rtf1\ansi\uc0\u-10179\u-8704  fim}"#, "😀 fim"),
        (#"{\rtf1\u55357? a}"#, "\u{FFFD} a"),
        (#"{\rtf1 a{\v oculto}{\deleted fora}b{\*\xyz nada}{\field{\*\fldinst HYPERLINK "x"}{\fldrslt c}}}"#, "abc"),
        (#"{\rtf1 a\bin4 {{{{b\line c\~d\emdash e}"#, "ab\nc d—e"), (#"{\rtf1{\upr{antiga}{\*\ud{nova}}} x}"#, "nova x"),
        (#"{\rtf1 \trowd\intbl A\cell B\cell\row\pard fim\par}"#, "A | B/fim"),
    ] as [(String, String)])
func `rtf is read in its character sets`(source: String, text: String) {
    #expect(read("a.rtf", source.utf8).lines.joined(separator: "/") == text)
}

private let samples = [
    "A Constituição não é só um texto: é o coração do país. Ação, razão e emoção!",
    "¿Quién pidió la jubilación? El niño llegó mañana; la cigüeña voló según él.",
    "Art. 5º – O órgão “competente” decidirá até às três horas, à exceção do § 2º.",
]

@Test(arguments: samples, ["UTF-8", "UTF-8 with mark", "UTF-16LE", "UTF-16BE with mark", "CP1252", "MACINTOSH", "CP850"])
func `text is read whatever its encoding`(sample: String, encoding: String) throws {
    // Old sets lack the newer signs.
    var text = sample
    if encoding == "CP850" { text = text.replacing("–", with: "-").replacing("“", with: "\"").replacing("”", with: "\"") }
    let bytes: [UInt8]
    switch encoding {
    case "UTF-8": bytes = Array(text.utf8)
    case "UTF-8 with mark": bytes = [0xEF, 0xBB, 0xBF] + text.utf8
    case "UTF-16LE": bytes = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    case "UTF-16BE with mark": bytes = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    default:
        // The inverse of what is tested, made by trying all bytes.
        let page = CodePage(name: encoding)
        let table = Dictionary((0..<256).map { (page.decode([UInt8($0)]), UInt8($0)) }) { first, _ in first }
        bytes = try text.map { try #require(table[String($0)]) }
    }
    #expect(TextDecoder.decode(bytes) == text)
}

@Test(
    arguments: [
        ("<html><head><meta charset=\"iso-8859-1\"><title>T</title></head><body>", "açã \u{80}", "açã €"),
        ("<html><body>", "ação", "ação"),
        ("<!DOCTYPE html><html><meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">", "\u{CC}\u{E8}\u{F0}", "Мир"),
    ])
func `a web page without or with a wrong declaration keeps its accents`(head: String, latin: String, text: String) {
    let bytes = Array(head.utf8) + latin.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } + Array("</body></html>".utf8)
    #expect(HTMLText.decode(bytes).contains(text))
}

@Test func `a web page gives its visible text, headings and rows`() throws {
    let page = """
        <!DOCTYPE html><html><head><title> Guia </title><style>p{}</style><script>if (a < b) "</p>"</script></head><body><h1>Guia</h1>
        <p>Uma <b>linha</b>
        só.</p><div>Outra<br>aqui</div><noscript>não</noscript><table><tr><th>A</th><th>B</th></tr><tr><td><p>1</p></td><td>2</td></tr></table>
        <h2>Fim<p>e</body></html>
        """
    let extraction = read("a.html", page.utf8)
    #expect(extraction.text.title == "Guia")
    #expect(extraction.lines == ["Guia", "Uma linha só.", "Outra\naqui", "A | B", "1 | 2", "Fim", "e"])
    #expect(extraction.text.blocks.compactMap(\.heading) == [1, 2])
}

@Test func `markdown's headings are structure and its code stays as it is`() {
    let text = "---\ntitle: \"Manual\"\n---\n# Uso #\ntexto\nsegue\n\n```\n# não é título\n  b\n```\nSub\n---\n| a | b |\n|---|---|\n"
    let read = MarkdownText.read(text)
    #expect(read.title == "Manual")
    #expect(read.blocks.map(\.text) == ["Uso", "texto segue", "# não é título\nb", "Sub", "| a | b |\n|---|---|"])
    #expect(read.blocks.map(\.heading) == [1, nil, nil, 2, nil])
}

@Test func `lines that were broken to fit a page are joined, articles and items begin anew`() {
    let text = "Art. 1º Este texto foi quebrado\npara caber na página:\nI - primeiro item;\nII - segundo.\n\nOutro parágrafo."
    let blocks = PlainText.read(text).blocks.map(\.text)
    #expect(blocks == ["Art. 1º Este texto foi quebrado para caber na página:", "I - primeiro item;", "II - segundo.", "Outro parágrafo."])
}

@Test func `subtitles give the spoken words`() {
    #expect(
        SubtitleText.read("1\n00:00:01,000 --> 00:00:02,000\n<i>Olá</i>\n\n2\n00:00:03,000 --> 00:00:04,000\nmundo\n").blocks.map(\.text) == [
            "Olá mundo"
        ])
}

// MARK: what a file really is

@Test(
    arguments: [
        ("a.doc", #"{\rtf1 Olá}"#, Outcome.read, DocumentFormat.rtf), ("a.doc", "só texto", .read, .text),
        ("a.rtf", "<html><body>Uma página</body></html>", .read, .html),
        ("a.pdf", "<html><title>404 Not Found</title><body>x</body></html>", .notADocument, .html),
        ("a.pdf", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 2\n", .notADocument, nil), ("a.txt", "  \n ", .empty, nil),
        ("a.md", "", .empty, nil),
        ("a.docx", "\u{7F}ELF", .unsupported, nil),
        ("a.doc", "<?xml version=\"1.0\"?><w:wordDocument xmlns:w=\"urn:w\"><w:p><w:r><w:t>a</w:t></w:r></w:p></w:wordDocument>", .read, .wordXML),
        ("a.txt", "\u{1}\u{2}\u{3}\u{4}\u{5}ab", .notADocument, nil), ("a.txt", String(repeating: "$%&'()*+ ", count: 40), .garbled, .text),
        ("a.docx", "PK\u{3}\u{4}cut", .malformed, nil),
    ] as [(String, String, Outcome, DocumentFormat?)])
func `content decides what a file is, and each failure has its own outcome`(name: String, content: String, outcome: Outcome, format: DocumentFormat?)
{
    let extraction = read(name, content.utf8)
    #expect(extraction.outcome == outcome)
    #expect(extraction.format == format)
    let wrong = outcome == .read && name != "a.txt" && name != "a.md"
    #expect(extraction.notes.contains { $0.hasPrefix("wrong_extension") } == wrong)
    #expect(outcome == .read || !outcome.remedy.isEmpty)
}

@Test func `an encrypted archive, another kind of archive and an encrypted compound file are told apart`() {
    var locked = ZipWriter()
    locked.add("word/document.xml", Array("x".utf8), encrypted: true)
    #expect(read("a.docx", locked.bytes).outcome == .encrypted)
    var sheet = ZipWriter()
    sheet.add("xl/workbook.xml", "<a/>")
    #expect(read("a.docx", sheet.bytes).reason == "it is a spreadsheet")
}
