import Base
import Embedding
import Foundation
import SearchIndex
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@testable import IndexBuild

@Suite(.serialized) struct IngestionTests {
    private let input: Scratch
    private let output: Scratch

    init() throws {
        input = try Scratch()
        output = try Scratch()
        try input.write("guia.md", text: "# Guía\n\nEl bot responde con citas de los documentos.\n\n## Uso\n\nMencione al bot en un canal.")
        try input.write("sub/nota.txt", text: "Uma nota curta sobre o índice.")
        try input.write("linhas.jsonl", text: #"{"id":"a1","text":"Prazo de 15 dias.","source":"lei.pdf","custom":{"n":1}}"# + "\n")
    }

    private func ingestion(
        _ embedder: some Embedder, revision: String? = nil, createdAt: String = "2026-01-02T03:04:05Z", deadline: Duration = .seconds(60),
        observe: @escaping @Sendable (IngestProgress) -> Void = { _ in }
    ) -> Ingestion {
        Ingestion(
            configuration: IngestConfiguration(
                input: input.path, output: output.path, revision: revision, createdAt: createdAt, generator: "test 1", width: 2, batch: 2,
                workerExecutable: Places.worker, documentDeadline: deadline),
            embedder: embedder, tokens: .estimate, observe: observe)
    }

    private func meta() throws -> [[String: JSONValue]] {
        try JSONDecoder().decode([[String: JSONValue]].self, from: try #require(output.read("meta.json")))
    }

    private func artifact() -> [Data?] { ["faiss.index", "meta.json", "manifest.json"].map(output.read) }

    @Test func `documents become an artifact in the order of their paths, and unknown keys are kept`() async throws {
        let report = try await ingestion(HashEmbedder()).run()
        #expect(report.exitCode == 0)
        let chunks = try meta()
        #expect(chunks.map { $0["source"]?.stringValue } == ["guia.md", "lei.pdf", "sub/nota.txt"])
        #expect(chunks.map { $0["id"]?.stringValue } == ["guia.md#1", "a1", "sub/nota.txt#1"])
        #expect(chunks[1]["custom"] == .object(["n": .integer(1)]))
        #expect(chunks[0]["lang"] == .string("es"))
        let manifest = try Manifest(json: try #require(output.read("manifest.json")), location: "manifest.json")
        #expect(manifest.numChunks == 3)
        #expect(manifest.documents == 3)
        #expect(manifest.dimension == 8)
        #expect(manifest.createdAt == "2026-01-02T03:04:05Z")
        for (name, file) in manifest.files {
            let data = try #require(output.read(name))
            #expect(file == Manifest.File(size: Int64(data.count), sha256: FileHash.of(data)))
        }
        #expect(Set(manifest.files.keys) == ["faiss.index", "meta.json"])
    }

    @Test func `a second run changes nothing and asks the embedder nothing; a changed document is done alone`() async throws {
        let embedder = HashEmbedder()
        let first = try await ingestion(embedder).run()
        let before = artifact()
        let count = embedder.passages.withLock { $0 }
        let again = try await ingestion(embedder, createdAt: "2027-01-01T00:00:00Z").run()
        #expect(again.artifact?.isUnchanged == true)
        #expect(again.documents.filter(\.reused).count == 3)
        #expect(artifact() == before)
        #expect(embedder.passages.withLock { $0 } == count)

        try input.write("sub/nota.txt", text: "Outra nota.")
        let changed = try await ingestion(embedder).run()
        #expect(changed.documents.filter { !$0.reused }.map(\.path) == ["sub/nota.txt"])
        #expect(changed.artifact?.revision != first.artifact?.revision)
        #expect(embedder.passages.withLock { $0 } == count + 1)
    }

    @Test func `a run that was ended goes on where it was, to the same bytes as one run, and leaves the old artifact until then`() async throws {
        _ = try await ingestion(HashEmbedder()).run()
        let old = artifact()
        for number in 0..<6 { try input.write("novo\(number).txt", text: "Documento número \(number), com texto próprio.") }
        await #expect(throws: HashEmbedder.Exhausted.self) { try await ingestion(HashEmbedder(budget: 3)).run() }
        #expect(artifact() == old)
        let rest = HashEmbedder()
        let resumed = try await ingestion(rest).run()
        #expect(resumed.documents.filter(\.reused).count >= 3)
        let whole = artifact()
        try FileManager.default.removeItem(atPath: output.path)
        try FileManager.default.createDirectory(atPath: output.path, withIntermediateDirectories: true)
        _ = try await ingestion(HashEmbedder()).run()
        #expect(artifact() == whole)
    }

    @Test func `a change of place that was broken off is completed by the next run`() async throws {
        _ = try await ingestion(HashEmbedder()).run()
        let new = artifact()
        let digest = try #require(output.read(".work/digest"))
        // As after the first of three moves: the vectors are in their place, meta and manifest wait, the old ones still stand.
        for name in ["meta.json", "manifest.json"] {
            try output.write(".work/next/\(name)", try #require(output.read(name)))
            try output.write(name, text: "old")
        }
        try output.write(".work/ready", digest)
        #expect(try await ingestion(HashEmbedder()).run().artifact?.isUnchanged == true)
        #expect(artifact() == new)
    }

    @Test func `one document is read like a folder of one; what is no document, not there, or the output itself is wrong usage`() throws {
        let walk = try FolderWalk(root: input.path + "/sub/nota.txt", excluded: output.path)
        #expect(walk.files.map(\.path) == ["nota.txt"])
        let image = try input.write("foto.png", Data([1]))
        for root in [image, input.path + "/nowhere", output.path] {
            let problem = #expect(throws: Problem.self) { try FolderWalk(root: root, excluded: output.path) }
            #expect(problem?.exitCode == 2)
        }
    }

    @Test(.enabled(if: getuid() != 0, "nothing is forbidden to root"))
    func `a folder that cannot be read is reported and stops nothing`() async throws {
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: input.path + "/sub")
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: input.path + "/sub") }
        let report = try await ingestion(HashEmbedder()).run()
        #expect(report.failures.map(\.path) == ["sub"] && report.exitCode == 3)
    }

    @Test func `relative paths are of the directory that the run began in`() {
        let configuration = IngestConfiguration(input: "a/../docs", output: "out", createdAt: "", generator: "")
        let here = FileManager.default.currentDirectoryPath
        #expect(configuration.input == here + "/docs" && configuration.output == here + "/out")
    }

    @Test func `failures are listed with their remedy and stop nothing, and unknown files are skipped`() async throws {
        try input.write("cifrado.docx", Data("PK\u{3}\u{4}x".utf8))
        try input.write("vazio.pdf", Data())
        try input.write("foto.png", Data([1]))
        for litter in ["~$guia.docx", "._guia.md", ".DS_Store", "Thumbs.db", ".git/x.md"] { try input.write(litter, text: "x") }
        try input.write("ruins.jsonl", text: "{\"text\":\"boa\"}\nnão é json\n{\"titulo\":1}\n\n{\"text\":\" \"}\n")
        let report = try await ingestion(HashEmbedder()).run()
        #expect(report.exitCode == 3)
        #expect(report.failures.map(\.path) == ["cifrado.docx", "ruins.jsonl", "vazio.pdf"])
        #expect(report.failures[1].reason == "line 2: it is not a JSON object; line 3: it has no text; line 5: its text is empty")
        #expect(report.failures.map(\.outcome) == [.malformed, .incomplete, .empty])
        #expect(report.skipped.map(\.path) == ["foto.png"])
        #expect(try meta().count == 4)
        let log = String(decoding: try #require(output.read("failed_files_log.json")), as: UTF8.self)
        #expect(log.contains("vazio.pdf") && log.contains("remedy"))
        for path in ["cifrado.docx", "vazio.pdf", "foto.png"] { #expect(report.summary.contains(path)) }
        #expect(try await ingestion(HashEmbedder()).run().artifact?.isUnchanged == true)
    }

    @Test func `when every document fails, what was there before stays`() async throws {
        _ = try await ingestion(HashEmbedder()).run()
        let old = artifact()
        for name in ["guia.md", "sub/nota.txt", "linhas.jsonl"] { try input.write(name, Data()) }
        let report = try await ingestion(HashEmbedder()).run()
        #expect(report.exitCode == 1)
        #expect(report.artifact == nil)
        #expect(artifact() == old)
    }

    @Test func `an empty folder, a missing one, and a second run at once are told`() async throws {
        let lock = try WorkFolder(output: output.path)
        let busy = await #expect(throws: Problem.self) { try await ingestion(HashEmbedder()).run() }
        #expect(busy?.exitCode == 75)
        withExtendedLifetime(lock) {}
        for name in ["guia.md", "sub/nota.txt", "linhas.jsonl"] { try FileManager.default.removeItem(atPath: input.path + "/" + name) }
        let empty = await #expect(throws: Problem.self) { try await ingestion(HashEmbedder()).run() }
        #expect(empty?.what == "found no documents")
        try FileManager.default.removeItem(atPath: input.path)
        let missing = await #expect(throws: Problem.self) { try await ingestion(HashEmbedder()).run() }
        #expect(missing?.exitCode == 2)
    }

    @Test func `a line's keys may stand within metadata, and what it leaves open follows from its place`() async throws {
        try input.write(
            "linhas.jsonl",
            text: """
                {"page_content":"Um.","metadata":{"id":7,"source":"lei.pdf","title":"Lei","text":"x","n":{"m":1}}}
                {"text":"Dois.","id":"b","source":null,"metadata":{"id":"inner","source":"ato.pdf"}}
                {"text":"Três.","id":null,"source":null,"metadata":"free"}
                """)
        #expect(try await ingestion(HashEmbedder()).run().exitCode == 0)
        let chunks = try meta().filter { $0["source"] != .string("guia.md") && $0["source"] != .string("sub/nota.txt") }
        #expect(
            chunks == [
                ["text": "Um.", "id": 7, "source": "lei.pdf", "title": "Lei", "n": ["m": 1]],
                ["text": "Dois.", "id": "b", "source": "ato.pdf"],
                ["text": "Três.", "id": "linhas.jsonl#3", "source": "linhas.jsonl", "metadata": "free"],
            ])
    }

    @Test func `a long jsonl file is worked on in parts, its lines keep their order, and bad lines their numbers`() async throws {
        let lines = (1...1300).map { $0 == 1111 ? "{" : #"{"text":"linha \#($0)"}"# }
        try input.write("linhas.jsonl", text: lines.joined(separator: "\n"))
        let report = try await ingestion(HashEmbedder()).run()
        let texts = try meta().compactMap { $0["text"]?.stringValue }.filter { $0.hasPrefix("linha") }
        #expect(texts == (1...1300).filter { $0 != 1111 }.map { "linha \($0)" })
        #expect(report.failures.map(\.reason) == ["line 1111: it is not a JSON object"])
    }

    @Test func `canaries and a given revision stand in the manifest, and progress ends with every file done`() async throws {
        try input.write("canaries.jsonl", text: #"{"question":"¿Cómo responde?","source":"guia.md","text":"citas"}"#)
        let seen = Mutex<[IngestProgress]>([])
        let report = try await ingestion(HashEmbedder(), revision: "v7") { progress in seen.withLock { $0.append(progress) } }.run()
        #expect(report.artifact?.revision == "v7")
        let manifest = try Manifest(json: try #require(output.read("manifest.json")), location: "")
        #expect(manifest.revision == "v7")
        #expect(manifest.canaries == [Manifest.Canary(question: "¿Cómo responde?", sources: ["guia.md"], text: "citas")])
        let last = try #require(seen.withLock { $0.last })
        #expect(last == IngestProgress(phase: .artifact, filesTotal: 3, filesDone: 3, chunks: 3, failures: 0, reused: 0))
        try input.write("canaries.jsonl", text: "{}")
        await #expect(throws: Problem.self) { try await ingestion(HashEmbedder()).run() }
    }
}
