import Base
import Foundation
import Testing

@testable import SearchIndex

@Suite struct `A canary` {
    private func read(_ json: String) throws -> Manifest.Canary {
        try Manifest.Canary(json: try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)))
    }

    @Test(arguments: [
        (#"{"question":"a","source":"s"}"#, Manifest.Canary(question: "a", sources: ["s"])),
        (#"{"q":"a","sources":["s","t"],"top":3}"#, Manifest.Canary(question: "a", sources: ["s", "t"], top: 3)),
        (#"{"question":"a","text":"x","top":null}"#, Manifest.Canary(question: "a", sources: [], text: "x")),
    ]) func `is read in each of its forms, and again from what is written`(json: String, canary: Manifest.Canary) throws {
        #expect(try read(json) == canary)
        #expect(try Manifest.Canary(json: canary.json) == canary)
    }

    @Test(arguments: [
        (#"{"source":"s"}"#, "a question"), (#"{"question":" ","source":"s"}"#, "a question"), (#"{"question":"a"}"#, "a source or a text"),
        (#"{"question":"a","text":""}"#, "a source or a text"), (#"{"question":"a","source":"s","top":0}"#, "top"),
        (#"{"question":"a","source":"s","top":51}"#, "top"), (#"{"question":"a","source":"s","top":"8"}"#, "top"), ("3", "a question"),
        ("{\"question\":\"\(String(repeating: "a", count: 4_001))\",\"source\":\"s\"}", "too long"),
        ("{\"question\":\"a\",\"sources\":[\((0...500).map { "\"\($0)\"" }.joined(separator: ","))]}", "too long"),
    ]) func `that cannot be asked is refused with its flaw`(json: String, flaw: String) throws {
        let found = #expect(throws: Manifest.Canary.Flaw.self) { try read(json) }
        #expect(found?.reason.contains(flaw) == true)
    }

    private static func chunk(_ text: String, source: String? = nil, title: String? = nil) -> Chunk {
        Chunk(number: 0, text: text, title: title, source: source)
    }

    @Test(arguments: [
        (Manifest.Canary(question: "?", sources: ["a.md"]), true), (Manifest.Canary(question: "?", sources: ["x.md", "a.md"]), true),
        // The folder that a job ran in does not matter; a name that only ends alike is another.
        (Manifest.Canary(question: "?", sources: ["b.md"]), true), (Manifest.Canary(question: "?", sources: ["c.md"]), false),
        (Manifest.Canary(question: "?", sources: [], text: "the HALL  opens"), true),
        (Manifest.Canary(question: "?", sources: [], text: "garden"), false),
        // Source and text must be of one passage.
        (Manifest.Canary(question: "?", sources: ["a.md"], text: "closes at noon"), true),
        (Manifest.Canary(question: "?", sources: ["a.md"], text: "hall opens"), false), (Manifest.Canary(question: "?", sources: ["Rules"]), true),
    ]) func `is satisfied by a passage of its source with its text`(canary: Manifest.Canary, isSatisfied: Bool) {
        let chunks = [
            Self.chunk("It closes at noon.", source: "a.md"), Self.chunk("The hall\nopens at nine.", source: "docs/b.md"),
            Self.chunk("", source: "abc.md"), Self.chunk("", title: "Rules"),
        ]
        #expect(canary.isSatisfied(by: chunks) == isSatisfied)
        #expect(!canary.isSatisfied(by: [Chunk]()))
    }

    @Test func `files name the line that is wrong, and hold no more than can be asked`() throws {
        let line = #"{"question":"a","source":"s"}"#
        #expect(try CanaryFile.parse(Array("\n\(line)\r\n  \n\(line)".utf8), at: "c").count == 2)
        for (text, place) in [("\(line)\n{", "c, line 2"), ("{}", "c, line 1"), ("\n\n[]", "c, line 3")] {
            #expect(throws: Problem.self) { try CanaryFile.parse(Array(text.utf8), at: "c") }
            do { _ = try CanaryFile.parse(Array(text.utf8), at: "c") } catch { #expect(error.location == place) }
        }
        let many = Array(repeating: line, count: 500)
        #expect(try CanaryFile.parse(Array(many.joined(separator: "\n").utf8), at: "c").count == 500)
        #expect(throws: Problem.self) { try CanaryFile.parse(Array((many + [line]).joined(separator: "\n").utf8), at: "c") }
    }

    @Test func `a manifest with more of them than can be asked is refused`() {
        func manifest(_ count: Int) -> Data {
            let canaries = Array(repeating: #"{"question":"a","source":"s"}"#, count: count).joined(separator: ",")
            return Data(#"{"revision":"r","created_at":"2026-11-20T00:00:00Z","embed_model":"m","num_chunks":1,"canaries":[\#(canaries)]}"#.utf8)
        }
        #expect((try? Manifest(json: manifest(500), location: ""))?.canaries.count == 500)
        let problem = #expect(throws: Problem.self) { try Manifest(json: manifest(501), location: "") }
        #expect(problem?.reason.contains("501") == true)
    }
}
