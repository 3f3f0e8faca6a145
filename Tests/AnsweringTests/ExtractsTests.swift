import Answering
import Testing

@Suite struct ExtractsTests {
    static let passages = [
        Passage(chunk: 0, text: "La oficina abre a las nueve. Las vacaciones son de veinte días al año. Se piden con un mes de antelación."),
        Passage(chunk: 1, text: "Los gastos se pagan a fin de mes.\n\n- Se piden con recibo.\n- Las vacaciones no pagadas se piden aparte."),
    ]

    @Test func `the sentences that share the most with the question are quoted and cited`() {
        let extracts = Extracts(Question(text: "¿Cuántos días de vacaciones hay?"), passages: Self.passages, length: 60)
        #expect(
            extracts.text(under: .extracts, in: .spanish) == """
                Extractos de los documentos:

                > Las vacaciones son de veinte días al año. [1]

                > - Las vacaciones no pagadas se piden aparte. [2]
                """)
    }

    @Test func `a text without sentences is cut at a word`() throws {
        let passage = Passage(chunk: 0, text: String(repeating: "palabra ", count: 200))
        let item = try #require(Extracts(Question(text: "palabra"), passages: [passage]).items.first)
        #expect(item.text.count <= 322 && item.text.hasSuffix("palabra …"))
    }

    @Test func `nothing comes of nothing`() {
        #expect(Extracts(Question(text: ""), passages: []).items.isEmpty)
        #expect(Extracts(Question(text: "x"), passages: [Passage(chunk: 0, text: " \n ")]).items.isEmpty)
        #expect(Extracts(Question(text: "???"), passages: Self.passages).items.count == 2)
    }

    @Test func `a heading at the head of a passage is not quoted with its text`() {
        let headed = Passage(chunk: 0, text: "Vacaciones\nSon veinte días al año.", section: "Personal — Vacaciones")
        let extracts = Extracts(Question(text: "¿Cuántos días de vacaciones hay?"), passages: [headed])
        #expect(extracts.items.map(\.text) == ["Son veinte días al año."])
        let plain = Passage(chunk: 0, text: "Vacaciones", section: "Vacaciones")
        #expect(Extracts(Question(text: "vacaciones"), passages: [plain]).items.map(\.text) == ["Vacaciones"])
    }
}
