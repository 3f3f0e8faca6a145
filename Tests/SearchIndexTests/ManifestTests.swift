import Base
import Foundation
import SearchIndex
import Testing

struct ManifestTests {
    private func read(_ json: String) throws -> Manifest {
        try Manifest(json: Data(json.utf8), location: "manifest.json")
    }

    @Test func `four keys are enough, and unknown ones are ignored`() throws {
        let manifest = try read(
            #"{"revision":"r1","created_at":"2026-01-02T03:04:05Z","embed_model":"m","num_chunks":3,"extra":[1],"dimension":null}"#)
        #expect(manifest == Manifest(revision: "r1", createdAt: "2026-01-02T03:04:05Z", embedModel: "m", numChunks: 3))
    }

    @Test(arguments: [
        ("2026-01-02T03:04:05Z", 1_767_323_045), ("2026-11-20T10:00:00.123456+00:00", 1_795_168_800), ("2026-11-20T10:00:00.123456", 1_795_168_800),
        ("2026-11-20 10:00:00+0100", 1_795_165_200), ("2026-11-20T10:00:00-03:30", 1_795_181_400), ("2024-02-29t23:59:60z", 1_709_251_200),
    ]) func `a time as jobs write it is taken as it stands, and for the moment that it is`(time: String, seconds: Int) throws {
        #expect(CreationTime.date(time)?.timeIntervalSince1970 == Double(seconds))
        #expect(try read(#"{"revision":"r","created_at":"\#(time)","embed_model":"m","num_chunks":1}"#).createdAt == time)
    }

    @Test(arguments: [
        "", "yesterday", "2026-11-20", "20-11-2026T10:00:00Z", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-01-01T24:00:00Z",
        "2026-01-01T10:00:00+25:00", "2026-01-01T10:00:00Zulu", " 2026-01-01T10:00:00Z", "٢٠٢٦-01-01T10:00:00Z",
    ]) func `what is no time is refused with an example`(time: String) throws {
        let problem = #expect(throws: Problem.self) {
            try read(#"{"revision":"r","created_at":"\#(time)","embed_model":"m","num_chunks":1}"#)
        }
        #expect(problem?.reason == "created_at is not a time by RFC 3339, such as 2026-11-20T10:00:00Z")
    }

    @Test func `all missing and wrong keys are reported together`() {
        let problem = #expect(throws: Problem.self) { try read(#"{"created_at":5,"num_chunks":"3","metric":"cosine","files":[]}"#) }
        for part in ["revision is missing", "created_at is not", "embed_model is missing", "num_chunks is not", "metric is not", "files is not"] {
            #expect(problem?.reason.contains(part) == true, "\(part)")
        }
    }

    @Test(arguments: ["", "[]", "{", "3", "null", #"{"revision":"#, "\u{0}"])
    func `what is no JSON object is refused`(json: String) {
        #expect(throws: Problem.self) { try read(json) }
    }

    @Test func `what is written is read back`() throws {
        let hash = String(repeating: "0a", count: 32)
        var manifest = Manifest(revision: "a/b", createdAt: "2026-01-02T03:04:05Z", embedModel: "m", numChunks: 2)
        manifest.schema = 1
        manifest.dimension = 4
        manifest.metric = .innerProduct
        manifest.normalized = true
        manifest.documents = 7
        manifest.generator = "docent"
        manifest.chunking = .object(["tokens": .integer(300)])
        manifest.files = [
            "meta.json": .init(size: 5, sha256: hash, parts: [.init(name: "meta.json.000", size: 5, sha256: hash)]),
            "faiss.index": .init(size: 9, sha256: hash),
        ]
        manifest.canaries = [.init(question: "¿qué?", sources: ["a", "b"], text: "x")]
        let data = try manifest.json()
        #expect(try Manifest(json: data, location: "") == manifest)
        #expect(try manifest.json() == data)
    }

    @Test func `a canary may have one source and a short key`() throws {
        let manifest = try read(
            #"{"revision":"r","created_at":"2026-01-02T03:04:05Z","embed_model":"m","num_chunks":0,"canaries":[{"q":"a","source":"s"},{"question":"b","sources":["x","y"]}]}"#
        )
        #expect(manifest.canaries == [.init(question: "a", sources: ["s"]), .init(question: "b", sources: ["x", "y"])])
    }

    @Test(arguments: [
        #"{"../x":{"size":1,"sha256":"H"}}"#, #"{"a":{"size":-1,"sha256":"H"}}"#, #"{"a":{"size":1,"sha256":"zz"}}"#, #"{"a":3}"#,
        #"{"a":{"size":3,"sha256":"H","parts":[{"name":"p","size":2,"sha256":"H"}]}}"#,
        #"{"a":{"size":3,"sha256":"H","parts":[{"name":"../p","size":3,"sha256":"H"}]}}"#,
        #"{"a":{"size":3,"sha256":"H","parts":[{"name":"p","size":9223372036854775807,"sha256":"H"},{"name":"q","size":9,"sha256":"H"}]}}"#,
    ])
    func `a file entry that cannot be true is refused`(files: String) {
        let files = files.replacingOccurrences(of: "H", with: String(repeating: "0", count: 64))
        #expect(throws: Problem.self) {
            try read(#"{"revision":"r","created_at":"2026-01-02T03:04:05Z","embed_model":"m","num_chunks":0,"files":\#(files)}"#)
        }
    }
}
