import Base
import Logging
import Testing

@testable import Hub

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

@Suite struct `An index address` {
    @Test(arguments: [
        ("file:///srv/index", "file:///srv/index"), ("file:///srv/my%20index/", "file:///srv/my index"),
        ("hf://datasets/acme/docs", "hf://datasets/acme/docs"), ("hf://datasets/acme/docs@refs/pr/3", "hf://datasets/acme/docs@refs/pr/3"),
        ("hf://acme/model", "hf://acme/model"), ("hf://models/acme/model@v1", "hf://acme/model@v1"), ("hf://datasets/squad/", "hf://datasets/squad"),
        ("github://acme/docs", "github://acme/docs"), ("github://acme/docs@v1/a", "github://acme/docs@v1/a"),
    ]) func `is read`(text: String, shown: String) throws {
        #expect(try SourceAddress(text).description == shown)
    }

    @Test(arguments: [
        "", "/srv/index", "file://srv/index", "hf://", "hf://datasets", "hf://spaces/acme/bot", "hf://datasets/a/b/c", "hf://datasets/../x",
        "hf://datasets/acme/docs@", "s3://bucket/x", "github://acme", "github://acme/docs/x", "github://acme/docs@", "github://acme/..",
    ]) func `that cannot be used is refused with an example`(text: String) {
        let problem = #expect(throws: Problem.self) { try SourceAddress(text) }
        #expect(problem?.kind == .usage)
        #expect(problem?.remedy.contains("://") == true)
    }

    @Test func `of a file quotes the revision whole and the path by its parts`() {
        let repository = HuggingFaceRepository(kind: .dataset, id: "acme/docs")
        #expect(repository.resolve("artifacts/a b.json", at: "refs/pr/3") == "/datasets/acme/docs/resolve/refs%2Fpr%2F3/artifacts/a%20b.json")
    }

    @Test(arguments: ["../x", ".hidden", "a/b", "", "a\0b", "ä"]) func `of a revision that is no file name gets one`(revision: String) {
        #expect(ArtifactName.isPlain(ArtifactName.folder(for: revision)))
        #expect(!ArtifactName.isPlain(revision))
    }

    @Test func `does not let a revision take a name that the store needs`() {
        #expect(ArtifactName.folder(for: "v1.2") == "v1.2")
        for name in ["v1.partial", "v1.removed", "current", "lock"] { #expect(ArtifactName.folder(for: name) != name) }
    }
}
