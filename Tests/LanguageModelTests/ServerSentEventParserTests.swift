import LanguageModel
import Testing

@Suite struct ServerSentEventParserTests {
    /// Streams and what they hold; the first are the examples of the HTML standard.
    static let table: [(String, [ServerSentEvent])] = [
        ("data: YHOO\ndata: +2\ndata: 10\n\n", [ServerSentEvent(data: "YHOO\n+2\n10")]),
        (
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            [ServerSentEvent(data: "first event", id: "1"), ServerSentEvent(data: "second event"), ServerSentEvent(data: " third event")]
        ),
        ("data\n\ndata\ndata\n\ndata:", [ServerSentEvent(data: ""), ServerSentEvent(data: "\n")]),
        ("data:test\n\ndata: test\n\n", [ServerSentEvent(data: "test"), ServerSentEvent(data: "test")]),
        ("data: a\r\n\r\ndata: b\r\rdata: c\n\n", [ServerSentEvent(data: "a"), ServerSentEvent(data: "b"), ServerSentEvent(data: "c")]),
        ("data: a\r\ndata: b\r\n\r\n", [ServerSentEvent(data: "a\nb")]),
        ("\u{FEFF}data: marked\n\n", [ServerSentEvent(data: "marked")]),
        ("data: a\n\n\u{FEFF}data: only at the start\n\n", [ServerSentEvent(data: "a")]),
        ("event: error\ndata: x\n\ndata: y\n\n", [ServerSentEvent(type: "error", data: "x"), ServerSentEvent(data: "y")]),
        ("event: lost\n\ndata: x\n\n", [ServerSentEvent(data: "x")]),
        ("id: 1\0\ndata: x\n\n", [ServerSentEvent(data: "x")]),
        ("retry: 10\nunknown: field\n: OPENROUTER PROCESSING\n\ndata: ção 🙂\n\n", [ServerSentEvent(data: "ção 🙂")]),
        ("data: incomplete\n", []),
        ("", []),
    ]

    @Test(arguments: table) func `an event stream, whole and one byte at a time`(text: String, events: [ServerSentEvent]) throws {
        var whole = ServerSentEventParser()
        #expect(try whole.consume(Array(text.utf8)) == events)
        var slow = ServerSentEventParser()
        var found: [ServerSentEvent] = []
        for byte in text.utf8 { found += try slow.consume([byte]) }
        #expect(found == events)
    }

    @Test func `a stream cut anywhere in two holds the same events`() throws {
        let bytes = Array(": c\r\n\r\ndata: á\rdata: b\r\n\r\nevent: e\ndata: 🙂\n\n".utf8)
        for cut in 0...bytes.count {
            var parser = ServerSentEventParser()
            let events = try parser.consume(bytes[..<cut]) + parser.consume(bytes[cut...])
            #expect(events == [ServerSentEvent(data: "á\nb"), ServerSentEvent(type: "e", data: "🙂")])
        }
    }

    @Test(arguments: ["data: 0123456789", "data: 01\ndata: 23\ndata: 45\ndata: 67\n"])
    func `a line or event beyond the bound is refused`(text: String) {
        var parser = ServerSentEventParser(limit: 10)
        #expect(throws: ServerSentEventTooLarge(limit: 10)) { try parser.consume(Array(text.utf8)) }
    }
}
