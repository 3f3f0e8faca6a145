import Base
import Foundation
import HTTPTypes
import Transport

extension HuggingFaceDestination {
    /// The most that is sent inside a commit: what the Hub does not want in its large file storage is small.
    private static let inlineLimit = 64 << 20

    /// Brings the files to the Hub and commits them.
    /// - Parameter parent: The commit that the branch has to be at; if it is not, nothing is committed.
    /// - Returns: The new commit's id.
    /// - Throws: `HubError`: `moved` when somebody else has written to the branch.
    func commit(
        _ pieces: [UploadPiece], _ place: HuggingFaceSource.Layout, after parent: String, title: String, _ meter: inout UploadMeter
    ) async throws -> String {
        let large = try await largeFiles(pieces, place)
        var lines: [JSONValue] = []
        for piece in pieces {
            meter.begin(piece.name)
            let path = place.path(piece.name)
            // The large file storage takes no empty object.
            if large.contains(path), piece.size > 0 {
                try await source.retries.run { try await store(piece) }
                lines.append([
                    "key": "lfsFile",
                    "value": ["path": .string(path), "algo": "sha256", "oid": .string(piece.sha256), "size": .integer(piece.size)],
                ])
            } else {
                let content = Data(try await bytes(of: piece)).base64EncodedString()
                lines.append(["key": "file", "value": ["path": .string(path), "encoding": "base64", "content": .string(content)]])
            }
            meter.end(piece.name, piece.size)
        }
        return try await commit(lines, after: parent, title: title)
    }

    /// Which of the files the Hub wants in its large file storage. The Hub decides, by its own rules and the repository's `.gitattributes`.
    private func largeFiles(_ pieces: [UploadPiece], _ place: HuggingFaceSource.Layout) async throws -> Set<String> {
        struct Answer: Decodable {
            struct File: Decodable {
                var path: String
                var uploadMode: String
                var shouldIgnore: Bool?
            }
            var files: [File]
        }
        var files: [JSONValue] = []
        for piece in pieces {
            let sample = Data(try await bytes(of: piece, upTo: 512)).base64EncodedString()
            files.append(["path": .string(place.path(piece.name)), "sample": .string(sample), "size": .integer(piece.size)])
        }
        let body = Array((["files": .array(files)] as JSONValue).text.utf8)
        let answer: Answer = try await source.retries.run {
            try decode(try await post("preupload/\(HuggingFaceRepository.quote(branch))", "application/json", body, "the list of files"))
        }
        if let ignored = answer.files.first(where: { $0.shouldIgnore == true }) {
            throw HubError.settings(
                what: "the repository's .gitignore leaves out \(ignored.path)", remedy: "Remove the line from .gitignore and publish again.")
        }
        return Set(answer.files.filter { $0.uploadMode == "lfs" }.map(\.path))
    }

    /// Makes a commit. A reply that is lost may be of a commit that was made: then it is looked for before anything is tried again.
    private func commit(_ lines: [JSONValue], after parent: String, title: String) async throws -> String {
        struct Answer: Decodable { var commitOid: String }
        let digest = ArtifactName.hash(Array("\(parent)\n\(lines.map(\.text).joined(separator: "\n"))".utf8)).prefix(8)
        let summary = "\(title) (\(digest))"
        let header: JSONValue = [
            "key": "header", "value": ["summary": .string(summary), "description": "", "parentCommit": .string(parent)],
        ]
        let body = Array(([header] + lines).map { $0.text + "\n" }.joined().utf8)
        return try await source.retries.run {
            do {
                let answer: Answer = try decode(
                    try await post("commit/\(HuggingFaceRepository.quote(branch))", "application/x-ndjson", body, "the commit"))
                return answer.commitOid
            } catch let error as HubError {
                switch error {
                case .unavailable, .moved:
                    let commits = try await source.commits()
                    let made = zip(commits, commits.dropFirst()).first { $0.title == summary && $1.id == parent }
                    if let made { return made.0.id }
                    throw error
                case .settings, .nothingPublished, .fileMissing, .corrupt, .rateLimited, .storage: throw error
                }
            }
        }
    }

    /// - Returns: The answer's body.
    /// - Throws: `HubError` for any answer that is no success.
    func post(_ call: String, _ type: String, _ body: [UInt8], _ subject: String) async throws -> [UInt8] {
        var request = Transport.HTTPRequest(.post, repository.api(call), fields: [.contentType: type], body: body)
        request.isRepeatable = false
        let (reply, answer, _) = try await source.exchange.send(request)
        guard (200..<300).contains(reply.status) else {
            throw reply.error(repository, reference: branch, file: subject, hasToken: true, isWriting: true)
        }
        return try await answer.whole(upTo: 8 << 20, of: subject)
    }

    func decode<Value: Decodable>(_ bytes: [UInt8]) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw HubError.unavailable("the Hub's answer is not understood")
        }
    }

    private func bytes(of piece: UploadPiece, upTo limit: Int = inlineLimit) async throws -> [UInt8] {
        switch piece.content {
        case .bytes(let bytes): return Array(bytes.prefix(limit))
        case .slice(let slice):
            return try await ArtifactDownload.pool.disk {
                var bytes: [UInt8] = []
                try LocalFile.read(slice.path, length: Int64(min(limit, slice.length ?? limit))) { bytes += $0 }
                return bytes
            }
        }
    }
}
