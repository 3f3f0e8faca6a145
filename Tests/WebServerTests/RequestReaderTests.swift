import Base
import Testing

@testable import WebServer

struct RequestReaderTests {
    private func read(_ bytes: [UInt8], pieces: Int = .max, bounds: RequestReader.Bounds = .init()) -> RequestReader.Step {
        var reader = RequestReader(bounds: bounds)
        var rest = bytes[...]
        while !rest.isEmpty {
            let step = reader.feed(Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
            switch step {
            case .readMore, .sayContinue: continue
            case .handle, .refuse: return step
            }
        }
        return .readMore
    }

    private static let cases: [(String, String)] = [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / []"),
        ("GET /a?b=c HTTP/1.0\n\n", "GET /a []"),
        ("HEAD / HTTP/1.1\r\nhost:  x \t\r\nX: \r\n\r\n", "HEAD / []"),
        ("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcd", "POST /p [97, 98, 99]"),
        ("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab", "more"),
        ("GET / HTTP/1.1\r\nHost: x\r\n", "more"),
        ("GET / HTTP/1.1\r\n\r\n", "400"), ("GET /\r\n\r\n", "400"), ("\r\n", "400"), ("GET  / HTTP/1.1\r\n\r\n", "400"),
        ("G(T / HTTP/1.1\r\n\r\n", "400"), ("GET http://x/ HTTP/1.1\r\n\r\n", "400"), ("GET /é HTTP/1.1\r\n\r\n", "400"),
        ("GET / HTTP/2.0\r\n\r\n", "505"), ("GET / SPDY\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", "400"), ("GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nno colon\r\n\r\n", "400"), ("GET / HTTP/1.1\r\nA: b\u{1}c\r\n\r\n", "400"),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "411"),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n", "400"),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "400"), ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n", "400"),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\n", "400"),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n", "413"),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n", "413"),
        ("GET /" + String(repeating: "a", count: 20_000), "414"),
        ("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 20_000), "431"),
        ("GET / HTTP/1.1\r\nHost: x\r\n" + (0...100).map { "X\($0): y\r\n" }.joined() + "\r\n", "431"),
    ]

    @Test(arguments: cases) func `a request is read or refused, whole and one byte at a time`(text: String, expected: String) {
        for pieces in [Int.max, 1, 7] {
            let found =
                switch read(Array(text.utf8), pieces: pieces) {
                case .handle(let request): "\(request.method) \(request.path) \(request.body)"
                case .refuse(let refusal): "\(refusal.status)"
                case .readMore, .sayContinue: "more"
                }
            #expect(found == expected, "in pieces of \(pieces)")
        }
    }

    @Test func `a client that waits for 100 Continue is told to go on, unless its body came along`() {
        let head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        var waiting = RequestReader()
        #expect(waiting.feed(Array(head.utf8)) == .sayContinue)
        guard case .handle(let request) = waiting.feed(Array("ok".utf8)) else {
            Issue.record("the body was not taken")
            return
        }
        #expect(request.body == Array("ok".utf8))
        var hasty = RequestReader()
        guard case .handle = hasty.feed(Array((head + "ok").utf8)) else {
            Issue.record("the body was not taken")
            return
        }
    }

    @Test func `random bytes never trap and never grow beyond the bounds`() {
        var random = SplitMix(seed: 11)
        let alphabet = Array("GET / HTTP/1.1\r\n: Content-Length5\u{0}é".utf8)
        for _ in 0..<2_000 {
            var reader = RequestReader(bounds: .init(head: 64, headers: 3, body: 8))
            var isOver = false
            for _ in 0..<40 where !isOver {
                switch reader.feed((0..<5).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }) {
                case .readMore, .sayContinue: continue
                case .handle, .refuse: isOver = true
                }
            }
            #expect(isOver)
        }
    }
}
