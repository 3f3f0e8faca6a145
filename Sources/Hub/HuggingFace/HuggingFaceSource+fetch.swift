import HTTPTypes
import Synchronization
import Transport

extension HuggingFaceSource {
    package func fetch(
        _ file: RemoteFile, of publication: Publication, into path: String, progress: @Sendable (Int64) -> Void
    ) async throws {
        let reached = Mutex<Int64>(-1)
        var failures = 0
        while true {
            let before = reached.withLock(\.self)
            do {
                return try await ArtifactDownload(file: file, path: path).run(
                    open: { piece, start in try await open(piece, of: publication, at: file.commit, start: start) },
                    progress: { count in
                        reached.withLock { $0 = max($0, count) }
                        progress(count)
                    })
            } catch let error as HubError {
                // A transfer that gets further each time may be tried for as long as it does.
                failures = reached.withLock(\.self) > before && before >= 0 ? 1 : failures + 1
                guard let wait = retry.wait(after: error, failures: failures, jitter: jitter()) else { throw error }
                try await clock.sleep(for: wait)
            }
        }
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
            let result = try await checked {
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
        } catch HubError.settings where wanted != nil && wanted != publication.commit {
            return try await head(publication.commit)
        }
    }

    private func open(_ piece: RemoteFile, of publication: Publication, at wanted: String?, start: PieceStart?) async throws -> PieceStream {
        let known = try await describe(piece, of: publication, at: wanted)
        let path = layout.value.path(piece.name)
        var start = start?.mark == known.tag ? start : nil
        // A second round begins anew: after a 416, or with a fresh address when the signed one had expired.
        for round in 0..<2 {
            let result = try await exchange.walk(.get, repository.resolve(path, at: known.commit), resumes: start)
            if result.reply.status == 416, round == 0 {
                start = nil
                continue
            }
            if result.isForeign, [401, 403, 410].contains(result.reply.status), round == 0 { continue }
            let answer = try await checked(retries: false) {
                result
            } named: {
                (known.commit, piece.name)
            }
            try require(answer, known.commit, path)
            guard answer.tag == known.tag else { throw HubError.moved("\(path) changed while it was read") }
            return PieceStream(
                mark: known.tag, offset: answer.reply.status == 206 ? start?.offset ?? 0 : 0, size: known.size,
                digest: ContentDigest(etag: known.tag), bytes: answer.body)
        }
        throw HubError.unavailable("the host that holds \(path) refuses every address that the Hub signs")
    }

    private func require(_ result: HubExchange.Result, _ commit: String, _ path: String) throws {
        guard result.commit == commit else {
            throw HubError.corrupt(name: path, reason: "it came from commit \(result.commit ?? "unknown") instead of \(commit)")
        }
    }
}
