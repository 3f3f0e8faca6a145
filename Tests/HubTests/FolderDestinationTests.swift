import Foundation
import Hub
import Testing

@Suite struct `Publishing into a folder` {
    let folder: TemporaryFolder
    let artifact: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        artifact = try TemporaryFolder()
    }

    private func write(revision: String, vectors: [UInt8], hash: String? = nil) throws {
        try artifact.write(vectors, to: "faiss.index")
        try artifact.write([7], to: "meta.json")
        let manifest =
            "{\"revision\": \"\(revision)\", \"files\": {\"faiss.index\": {\"size\": \(vectors.count), \"sha256\": \"\(hash ?? sha256(vectors))\"}}}"
        try artifact.write(Array(manifest.utf8), to: "manifest.json")
    }

    private func publish() async throws -> String {
        try await FolderDestination(path: folder.path).publish(folder: artifact.path, signer: nil) { #expect($0.bytesDone <= $0.bytesTotal) }
            .revision
    }

    @Test func `puts the three files at the top and keeps each revision`() async throws {
        try write(revision: "r1", vectors: [1, 2, 3])
        #expect(try await publish() == "r1")
        try write(revision: "r2", vectors: [4, 5])
        #expect(try await publish() == "r2")
        #expect(try folder.read("faiss.index") == [4, 5])
        #expect(try folder.read("revisions/r1/faiss.index") == [1, 2, 3])
        #expect(try folder.read("manifest.json") == (try artifact.read("manifest.json")))
        #expect(!folder.names.contains { $0.contains(".tmp") || $0.contains(".download") })
    }

    @Test func `publishes the same again without harm, and another content under the same revision beside it`() async throws {
        try write(revision: "r1", vectors: [1])
        for _ in 0..<2 { _ = try await publish() }
        try write(revision: "r1", vectors: [2])
        _ = try await publish()
        #expect(try folder.read("revisions/r1/faiss.index") == [1])
        #expect(folder.names.filter { $0.hasPrefix("revisions/r1-") && $0.hasSuffix("faiss.index") }.count == 1)
        #expect(try folder.read("faiss.index") == [2])
    }

    @Test func `changes nothing when the artifact does not fit its manifest`() async throws {
        try write(revision: "r1", vectors: [1])
        _ = try await publish()
        try write(revision: "r2", vectors: [9], hash: sha256([8]))
        await #expect(throws: HubError.self) { try await publish() }
        #expect(!folder.names.contains { $0.contains(".tmp") })
        try artifact.write([9, 9], to: "faiss.index")
        await #expect(throws: HubError.self) { try await publish() }
        try FileManager.default.removeItem(atPath: "\(artifact.path)/faiss.index")
        await #expect(throws: HubError.self) { try await publish() }
        #expect(try folder.read("faiss.index") == [1])
        #expect(String(decoding: try folder.read("manifest.json"), as: UTF8.self).contains("r1"))
    }

    @Test(arguments: ["../../escape", "/etc/x", "manifest.json"]) func `refuses a manifest that names a file outside`(name: String) async throws {
        try write(revision: "r1", vectors: [1])
        try artifact.write(Array("{\"revision\": \"r1\", \"files\": {\"\(name)\": {}}}".utf8), to: "manifest.json")
        await #expect(throws: HubError.self) { try await publish() }
    }

    @Test func `is read whole at every moment while others are published`() async throws {
        let source = FolderSource(path: folder.path)
        try write(revision: "r0", vectors: sample(40_000, seed: 0))
        _ = try await publish()
        async let publishing: Void = {
            for number in 1...12 {
                try write(revision: "r\(number)", vectors: sample(40_000, seed: UInt64(number)))
                _ = try await publish()
            }
        }()
        for _ in 0..<30 {
            guard case .found(let publication) = try await source.look(at: nil, known: nil) else { continue }
            let text = String(decoding: publication.manifest, as: UTF8.self)
            let number = try #require(UInt64(text.prefix { $0 != "," }.filter(\.isNumber)))
            let path = "\(artifact.path)/got"
            try await source.fetch(RemoteFile(name: "faiss.index"), of: publication, into: path) { _ in }
            #expect(try artifact.read("got") == sample(40_000, seed: number))
        }
        try await publishing
    }

    @Test func `a folder that any job wrote is read without more`() async throws {
        try folder.write(Array("{\"revision\": \"mine\"}".utf8), to: "artifacts/manifest.json")
        try folder.write([1, 2], to: "artifacts/faiss.index")
        let source = FolderSource(path: folder.path)
        guard case .found(let publication) = try await source.look(at: nil, known: nil) else { return }
        try await source.fetch(RemoteFile(name: "faiss.index"), of: publication, into: "\(folder.path)/got") { _ in }
        #expect(try folder.read("got") == [1, 2])
        try folder.write(Array("{\"revision\": \"next\"}".utf8), to: "artifacts/manifest.json")
        let error = await #expect(throws: HubError.self) {
            try await source.fetch(RemoteFile(name: "faiss.index"), of: publication, into: "\(folder.path)/late") { _ in }
        }
        guard case .moved = error else { throw try #require(error) }
    }
}
