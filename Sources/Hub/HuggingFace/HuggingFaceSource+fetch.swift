import HTTPTypes
import Transport

extension HuggingFaceSource {
    package func fetch(
        _ file: RemoteFile, of publication: Publication, into path: String, progress: @Sendable (Int64) -> Void
    ) async throws {
        try await retries.fetch(
            file, into: path, open: { piece, start in try await open(piece, of: publication, at: file.commit, start: start) }, progress: progress)
    }

    package func measure(_ file: RemoteFile, of publication: Publication) async throws -> Int64? {
        try await describe(file, of: publication, at: file.commit).size
    }

    /// What the Hub says of a file, and the commit it is read at.
    ///
    /// A manifest's revision of forty digits is taken for the commit of its data. Where the repository has no such commit (a job may put
    /// the commit of its own source code there), the manifest's commit is the one that all files are read at.
    private func describe(_ file: RemoteFile, of publication: Publication, at wanted: String?) async throws -> (
        size: Int64?, commit: String, tag: String
    ) {
        let path = layout.value.path(file.name)
        func head(_ commit: String) async throws -> (size: Int64?, commit: String, tag: String) {
            let result = try await checked(isTold: true) {
                try await exchange.walk(.head, repository.resolve(path, at: commit))
            } named: {
                (commit, file.name)
            }
            try require(result, commit, path)
            guard let tag = result.tag else { throw HubError.unavailable("the Hub does not tell the tag of \(path)") }
            return (result.size, commit, tag)
        }
        do {
            return try await head(wanted ?? publication.commit)
        } catch HubError.moved where wanted != nil && wanted != publication.commit {
            return try await head(publication.commit)
        }
    }

    private func open(_ piece: RemoteFile, of publication: Publication, at wanted: String?, start: PieceStart?) async throws -> PieceStream {
        let known = try await describe(piece, of: publication, at: wanted)
        let path = layout.value.path(piece.name)
        var start = start?.mark == known.tag ? start : nil
        // Another round begins anew: after a range that is of no use, or with a fresh address when the signed one had expired.
        for round in 0..<3 {
            let result = try await exchange.walk(.get, repository.resolve(path, at: known.commit), resumes: start)
            if result.reply.status == 416, round < 2 {
                start = nil
                continue
            }
            if result.isForeign, [401, 403, 410].contains(result.reply.status), round < 2 { continue }
            let answer = try await checked(tries: false, isTold: true) {
                result
            } named: {
                (known.commit, piece.name)
            }
            try require(answer, known.commit, path)
            guard answer.tag == known.tag else { throw HubError.moved("\(path) changed while it was read") }
            guard let offset = answer.reply.offset, offset == 0 || offset == start?.offset else {
                // A range of something else than what was asked for, or of compressed bytes: nothing can be joined to it.
                start = nil
                continue
            }
            return PieceStream(
                mark: known.tag, offset: offset, size: known.size,
                digest: ContentDigest(etag: known.tag), bytes: answer.body)
        }
        throw HubError.unavailable("the host that holds \(path) answers with another range than it is asked for")
    }

    private func require(_ result: HubExchange.Result, _ commit: String, _ path: String) throws {
        guard result.commit == commit else {
            throw HubError.corrupt(name: path, reason: "it came from commit \(result.commit ?? "unknown") instead of \(commit)")
        }
    }
}
