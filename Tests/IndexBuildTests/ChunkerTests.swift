import Base
import Testing

@testable import IndexBuild

/// Words are tokens enough.
private func chunker(target: Int = 60, maximum: Int = 80) -> Chunker {
    Chunker(policy: ChunkingPolicy(target: target, maximum: maximum)) { $0.split(whereSeparator: \.isWhitespace).count }
}

private let law = """
    LEI Nº 9.504, DE 30 DE SETEMBRO DE 1997.

    Estabelece normas para as eleições.

    CAPÍTULO I
    Disposições Gerais

    Art. 1º As eleições dar-se-ão, em todo o País, no primeiro domingo de outubro
    do ano respectivo, nos termos do
    Art. 37 da Constituição.
    Parágrafo único. Serão realizadas simultaneamente as eleições:
    I - para Presidente;
    II - para Prefeito.

    Art. 2º O art. 5º da Lei nº 1 passa a vigorar com a seguinte redação:

    “Art. 5º Nova redação.

    Art. 6º Também nova.” (NR)

    Seção II — Das Coligações

    Art. 6º-A É facultado aos partidos políticos celebrar coligações.
    """

@Test func `articles are chunks of their own, and quoted or wrapped references begin none`() {
    let cut = chunker().chunk(PlainText.read(law), fileName: "l9504.txt")
    #expect(cut.title == "LEI Nº 9.504, DE 30 DE SETEMBRO DE 1997")
    #expect(cut.language == "pt")
    #expect(
        cut.chunks.map(\.section) == [
            nil, "CAPÍTULO I Disposições Gerais — Art. 1º", "CAPÍTULO I Disposições Gerais — Art. 2º",
            "CAPÍTULO I Disposições Gerais — Seção II — Das Coligações — Art. 6º-A",
        ])
    #expect(cut.chunks[1].text.contains("Art. 37 da Constituição"))
    #expect(cut.chunks[2].text.contains("Também nova"))
}

@Test func `chunks are slices of the document, in order, without overlap or loss, within the maximum`() {
    var random = SplitMix(seed: 7)
    let words = ["ação", "Art.", "5º", "the", "ley.", "§", "x", "CAPÍTULO", "I", "fim.", "niño;", "€", "𝄞", "palavra"]
    for _ in 0..<60 {
        var blocks: [ExtractedText.Block] = []
        for page in 1...Int.random(in: 1...6, using: &random) {
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                let text = (0..<Int.random(in: 1...120, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
                let heading = Int.random(in: 0...9, using: &random) == 0 ? Int.random(in: 1...3, using: &random) : nil
                blocks.append(ExtractedText.Block(text.joined(separator: " "), heading: heading, page: page))
            }
        }
        let whole = Array(blocks.map(\.text).joined(separator: "\n").unicodeScalars)
        let cut = chunker(target: 30, maximum: 40).chunk(ExtractedText(blocks: blocks), fileName: "x")
        var end = 0
        for chunk in cut.chunks {
            #expect(chunk.start >= end)
            #expect(whole[end..<chunk.start].allSatisfy { $0.properties.isWhitespace })
            #expect(String(String.UnicodeScalarView(whole[chunk.start..<chunk.end])) == chunk.text)
            #expect(chunk.text.split(whereSeparator: \.isWhitespace).count <= 40)
            end = chunk.end
        }
        #expect(whole[end...].allSatisfy { $0.properties.isWhitespace })
        #expect(cut == chunker(target: 30, maximum: 40).chunk(ExtractedText(blocks: blocks), fileName: "x"))
    }
}

@Test func `a chunk knows its pages, and a long paragraph is cut between sentences`() {
    let long = (1...40).map { "Sentence number \($0) has exactly seven words." }.joined(separator: " ")
    let text = ExtractedText(blocks: [.init("First page.", page: 1), .init(long, page: 2), .init("The end.", page: 3)])
    let cut = chunker().chunk(text, fileName: "a_b.pdf")
    #expect(cut.title == "A b")
    #expect(cut.chunks.first?.page == 1)
    #expect(cut.chunks.first?.pageEnd == 2)
    #expect(cut.chunks.last.map { $0.pageEnd ?? $0.page } == 3)
    for chunk in cut.chunks { #expect(chunk.text.hasSuffix(".")) }
    #expect(cut.language == nil || cut.language == "en")
}

@Test func `headings make the section, and small sections under one heading share a chunk`() {
    let cut = chunker().chunk(
        MarkdownText.read(
            "# Guide\n\n## Setup\n\nInstall it.\n\n## Use\n\nRun it.\n\n# Other\n\n\((1...70).map { "w\($0)" }.joined(separator: " "))"),
        fileName: "guide.md")
    #expect(cut.title == "Guide")
    #expect(cut.chunks.map(\.section) == [nil, "Other"])
    #expect(cut.chunks[0].text == "Guide\nSetup\nInstall it.\nUse\nRun it.")
}

@Test func `an article has the name that stands above it, and a paragraph of several articles is cut between them`() {
    let blocks = [
        "DECRETO-LEI Nº 2.848, DE 7 DE DEZEMBRO DE 1940.", "PARTE ESPECIAL", "Art. 120. O perdão não será considerado.", "Homicídio simples",
        "Art. 121. Matar alguém:", "Pena - reclusão, de seis a vinte anos.",
        "Art. 122. Um.\nPena - detenção.\nArt. 123. Dois, nos termos do\nArt. 5º da lei.",
    ].map { ExtractedText.Block($0) }
    let cut = chunker().chunk(ExtractedText(blocks: blocks), fileName: "del2848.htm")
    #expect(cut.title == "DECRETO-LEI Nº 2.848, DE 7 DE DEZEMBRO DE 1940")
    #expect(cut.chunks.map(\.section) == ["Art. 120", "Art. 121", "Art. 122", "Art. 123"].map { "PARTE ESPECIAL — \($0)" })
    #expect(cut.chunks[1].text.hasPrefix("Homicídio simples\nArt. 121."))
    #expect(cut.chunks[3].text == "Art. 123. Dois, nos termos do\nArt. 5º da lei.")
}

@Test func `a law's name begins it anew in a collection, and the same at the head of each page does not`() {
    let head = "LEI Nº 9.504, DE 30 DE SETEMBRO DE 1997"
    let other = "LEI Nº 9.096, DE 19 DE SETEMBRO DE 1995"
    let blocks = ["\(head).", "CAPÍTULO I", "Art. 1º Um, que continua", head, "na outra página.", other, "Art. 1º Outro."]
        .map { ExtractedText.Block($0) }
    let cut = chunker().chunk(ExtractedText(blocks: blocks), fileName: "x.pdf")
    #expect(cut.title == head)
    #expect(cut.chunks.map(\.section) == ["CAPÍTULO I — Art. 1º", "\(other) — Art. 1º"])
    #expect(cut.chunks[0].text.hasSuffix("na outra página."))
}

@Test func `a quotation that is never closed is one paragraph`() {
    let blocks = ["Art. 1º Passa a vigorar:", "“Art. 5º Nova redação.", "Art. 2º Revogam-se.", "Art. 3º Fim."].map { ExtractedText.Block($0) }
    let cut = chunker().chunk(ExtractedText(blocks: blocks), fileName: "x.txt")
    #expect(cut.chunks.map(\.section) == ["Art. 1º", "Art. 2º", "Art. 3º"])
}

@Test(
    arguments: [
        (
            "Presidência da República\nCasa Civil\nLei nº 9.504, de 30 de setembro de 1997\nTexto compilado",
            "Lei nº 9.504, de 30 de setembro de 1997"
        ),
        ("LEI N o 10.406, DE 10 DE JANEIRO DE 2002 Institui o Código Civil.", "LEI N o 10.406, DE 10 DE JANEIRO DE 2002 Institui o Código Civil"),
        ("LEI Nº 8.078, DE 11 DE SETEMBRO DE 1990. Dispõe. \(String(repeating: "x ", count: 90))", "LEI Nº 8.078, DE 11 DE SETEMBRO DE 1990"),
        ("CONSTITUIÇÃO DA REPÚBLICA FEDERATIVA DO BRASIL DE 1988", "CONSTITUIÇÃO DA REPÚBLICA FEDERATIVA DO BRASIL DE 1988"),
        (
            "Ley 39/2015, de 1 de octubre, del Procedimiento Administrativo Común.",
            "Ley 39/2015, de 1 de octubre, del Procedimiento Administrativo Común"
        ),
        ("A Lei nº 9.504, de 30 de setembro de 1997, trata disso.", "Nota"), ("Lei nº 9.504/1997 estabelece normas.", "Nota"),
        ("Lei nº 9.504, de 1997;", "Nota"),
    ])
func `a document is called by the law's name at its head`(text: String, title: String) {
    #expect(DocumentTitle.title(of: PlainText.read(text), fileName: "nota.txt") == title)
}
