import Base
import Foundation
@testable import SearchIndex
import Testing

struct MetaTests {
    private static let documents: [(json: String, chunks: [Chunk])] = [
        ("[]", []), (" { \"chunks\" : [ ] } ", []),
        ("{\"a\":[{\"chunks\":[1]}],\"chunks\":[{\"text\":\"x\"}],\"b\":\"]}\"}", [Chunk(number: 0, text: "x")]),
        (
            #"[{"page_content":"á\n\"q\" \ud83e\udd8a","metadata":{"source":"s.pdf","page":"3","page_end":4.0,"lang":"pt","k":[1,null]}},"#
                + #"{"text":"y","title":"t","section":"§","url":"u","language":"es","vectors":2,"extra":{"a":NaN}}]"#,
            [
                Chunk(
                    number: 0, text: "á\n\"q\" 🦊", source: "s.pdf", page: 3, pageEnd: 4, language: "pt",
                    metadata: ["k": .array([.integer(1), .null])]),
                Chunk(
                    number: 1, text: "y", title: "t", section: "§", url: "u", language: "es", vectors: 2,
                    metadata: ["extra": .object(["a": .null])]),
            ]
        ),
    ]

    private func read(_ json: String, step: Int) throws -> [Chunk] {
        var reader = MetaReader(location: "meta.json")
        var chunks: [Chunk] = []
        let bytes = Array(json.utf8)
        for start in stride(from: 0, to: bytes.count, by: step) {
            try Array(bytes[start..<min(start + step, bytes.count)]).withUnsafeBytes { try reader.consume($0) { chunks.append($0) } }
        }
        #expect(try reader.finish() == chunks.count)
        return chunks
    }

    @Test(arguments: [1, 2, 7, 10_000])
    func `chunks are the same however the bytes come`(step: Int) throws {
        for (json, chunks) in Self.documents { #expect(try read(json, step: step) == chunks) }
    }

    @Test(arguments: [
        ("", "byte 0: it is empty"), ("[{\"text\":\"x\"}", "ends too early"), ("{\"a\":1}", "without a list named chunks"),
        ("[{\"text\":\"x\"},{\"title\":\"y\"}]", "element 1, byte 14: it has neither"),
        ("[{\"text\":\"x\"},3]", "element 1, byte 14: it is not an object"),
        ("[{\"text\":\"x\",}]", "element 0, byte 13: a key"), ("[] x", "something stands after"), ("3", "neither a JSON array"),
        ("{\"chunks\":{}}", "not a list"), ("[{\"text\":tru}]", "byte 9: this is no JSON value"),
    ])
    func `an error names the element and the byte`(json: String, reason: String) {
        let problem = #expect(throws: Problem.self) { try read(json, step: 1) }
        #expect(problem?.reason.contains(reason) == true, "\(problem?.reason ?? "")")
    }

    @Test func `any prefix and any changed byte is read or refused, never a trap`() {
        var random = SplitMix(seed: 2)
        let json = Array(Self.documents[3].json.utf8)
        for _ in 0..<1500 {
            var bytes = Array(json.prefix(Int.random(in: 0...json.count, using: &random)))
            if !bytes.isEmpty { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            var reader = MetaReader(location: "")
            _ = try? bytes.withUnsafeBytes { try reader.consume($0) { _ in } }
            _ = try? reader.finish()
        }
    }

    @Test func `an element that never ends is refused`() throws {
        var splitter = ElementSplitter(limit: 100)
        #expect(throws: ElementSplitter.Failure.self) {
            for byte in Array("[{\"text\":\"".utf8) + [UInt8](repeating: 65, count: 200) { _ = try splitter.take(byte) }
        }
    }

    @Test func `what the writer writes is read back, and nothing is left when it is not finished`() throws {
        try withFolder { folder in
            let path = "\(folder)/meta.json"
            let chunks = Self.documents[3].chunks
            let writer = try ChunkWriter(path: path)
            for chunk in chunks { try writer.append(chunk) }
            #expect(!FileManager.default.fileExists(atPath: path))
            try writer.finish()
            var read: [Chunk] = []
            #expect(try MetaReader.read(path: path) { read.append($0) } == 2)
            #expect(read == chunks)
            _ = try ChunkWriter(path: "\(folder)/other.json")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["meta.json"])
        }
    }
}

/// Runs `body` with a folder of its own, and removes it.
func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = NSTemporaryDirectory() + "search-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}
