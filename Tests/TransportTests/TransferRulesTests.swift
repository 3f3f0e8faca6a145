import Base
import HTTPTypes
import Testing

@testable import Transport

/// The values that decide for a transfer.
@Suite struct TransferRulesTests {
    @Test func `silence is counted from the last sign, and not while connecting or while the reader lags`() {
        let start = ContinuousClock.now
        var clock = TransferClock(HTTPTimeouts(idle: .seconds(30)), now: start)
        #expect(clock.deadline == nil)
        clock.sign(at: start + .seconds(5))
        #expect(clock.deadline == start + .seconds(35))
        clock.holdUp()
        #expect(clock.deadline == nil)
        clock.sign(at: start + .seconds(100))
        #expect(clock.deadline == start + .seconds(130))
        var bounded = TransferClock(HTTPTimeouts(idle: .seconds(30), total: .seconds(60)), now: start)
        #expect(bounded.deadline == start + .seconds(60))
        bounded.sign(at: start + .seconds(50))
        #expect(bounded.deadline == start + .seconds(60))
        bounded.holdUp()
        #expect(bounded.deadline == start + .seconds(60))
    }

    @Test func `a head is read past interim answers, with folded and repeated fields`() {
        var parser = ResponseHeadParser()
        let lines = [
            "HTTP/1.1 100 Continue", "X-No: 1", "", "HTTP/2 204", "X-A:  one ", "x-a:two", "X-B: a", "\t b", "no colon", "bad name: x", "",
        ]
        var outcomes = lines.map { parser.add(Array("\($0)\r\n".utf8)) }
        guard case .complete(let head) = outcomes.popLast() else {
            Issue.record("the head did not end")
            return
        }
        #expect(outcomes.allSatisfy { $0 == .more })
        #expect(head.status == 204)
        #expect(head.fields.map { "\($0.name.canonicalName)=\($0.value)" } == ["x-a=one", "x-a=two", "x-b=a b"])
        #expect(parser.add(Array("X-Trailer: t\r\n".utf8)) == .more)
        #expect(parser.add(Array(repeating: 65, count: ResponseHeadParser.limit)) == .tooLarge)
    }

    @Test func `the proxy is chosen by scheme and host`() throws {
        let settings = try ProxySettings(
            httpsProxy: "http://u:p%40@secure:8080", httpProxy: "plain",
            noProxy: "internal.example, .dotted.example *.starred.example,10.1.2.3,odd:81")
        let chosen = { (url: String) in try settings.proxy(for: Address(url, schemes: .http, .https, .ws, .wss))?.hostAndPort }
        let expected = [
            "https://a/": "secure:8080", "wss://a/": "secure:8080", "http://a/": "plain:80", "ws://a/": "plain:80",
            "https://internal.example/": nil, "https://x.INTERNAL.example/": nil, "https://notinternal.example/": "secure:8080",
            "wss://a.dotted.example/": nil, "https://b.starred.example": nil, "http://10.1.2.3/": nil, "http://odd:81/": nil,
            "http://odd/": "plain:80",
        ]
        for (url, proxy) in expected { #expect(try chosen(url) == proxy, "\(url)") }
        #expect(try settings.proxy(for: Address("https://a/", schemes: .https))?.credentials == Secret("u:p@"))
        #expect(try ProxySettings(httpsProxy: "a", noProxy: "*").proxy(for: Address("https://x/", schemes: .https)) == nil)
        #expect(try ProxySettings(httpsProxy: "", httpProxy: nil) == .none)
        let problem = #expect(throws: Problem.self) { try ProxySettings(httpsProxy: "socks5://user:secret@a:1") }
        #expect(problem?.location == "HTTPS_PROXY")
        #expect(problem?.description.contains("secret") == false)
    }
}
