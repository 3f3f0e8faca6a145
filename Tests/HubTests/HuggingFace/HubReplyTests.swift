import HTTPTypes
import Testing

@testable import Hub

@Suite struct `The head of a Hub answer` {
    private func reply(_ status: Int, _ pairs: [(String, String)]) -> HubReply {
        var fields = HTTPFields()
        for (name, value) in pairs { if let name = HTTPField.Name(name) { fields[name] = value } }
        return HubReply(status: status, fields: fields)
    }

    @Test func `of a file in LFS gives the content's hash, not the storage's tag`() {
        let head = reply(
            302, [("X-Linked-Etag", "\"ab12\""), ("X-Linked-Size", "77"), ("ETag", "\"zz\""), ("Content-Length", "5"), ("Location", "/x")])
        #expect(head.tag == "ab12" && head.size == 77 && head.location == "/x")
    }

    @Test func `of a regular file gives its own tag and length`() {
        let head = reply(200, [("ETag", "W/\"cd34\""), ("Content-Length", "5"), ("X-Repo-Commit", "c")])
        #expect(head.tag == "cd34" && head.size == 5 && head.commit == "c" && head.location == nil)
    }

    @Test func `of a redirect or a compressed body gives no length`() {
        #expect(reply(307, [("ETag", "\"a\""), ("Content-Length", "5"), ("Location", "/y")]).tag == nil)
        #expect(reply(200, [("Content-Encoding", "gzip"), ("Content-Length", "5")]).size == nil)
    }

    @Test(
        arguments: [
            (#""resolvers";r=0;t=120"#, nil, 121), (#""resolvers"; r=0; t=5"#, "9", 6), (#""resolvers";r=4;t=120"#, nil, nil),
            (nil, "17", 17), ("nonsense;r=x", "soon", nil), (#""api";r=0;t=999999999"#, nil, 3_600), (nil, "-4", 0),
        ] as [(String?, String?, Int?)]) func `tells how long to wait`(limit: String?, retry: String?, seconds: Int?)
    {
        #expect(HubRateLimit.wait(rateLimit: limit, retryAfter: retry) == seconds.map { .seconds($0) })
    }

    @Test(
        arguments: [
            ("https://cdn.example/x?s=1", "https://hub.example/a", "https://cdn.example/x?s=1"),
            ("/b?c", "https://hub.example/a", "https://hub.example/b?c"),
            ("http://hub.example/a", "https://hub.example/a", nil), ("file:///etc/passwd", "http://hub.example/a", nil),
            ("https://user@evil.example/", "https://hub.example/", nil), ("http://[broken", "http://hub.example/", nil),
        ] as [(String, String, String?)]) func `leads only to web addresses that are no less safe`(location: String, from: String, to: String?)
    {
        #expect(WebOrigin.target(of: location, from: from) == to)
    }

    @Test func `names one origin however it is written, and another for another port`() {
        #expect(WebOrigin("https://Hub.example") == WebOrigin("https://hub.example:443/x"))
        #expect(WebOrigin("http://127.0.0.1:80") != WebOrigin("http://127.0.0.1:81"))
        #expect(WebOrigin("https://hub.example") != WebOrigin("http://hub.example"))
    }
}
