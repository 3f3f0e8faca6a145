extension GitHubSource {
    package func fetch(
        _ file: RemoteFile, of publication: Publication, into path: String, progress: @Sendable (Int64) -> Void
    ) async throws {
        try await retries.fetch(file, into: path, open: { piece, start in try await open(piece, of: publication, start: start) }, progress: progress)
    }

    package func measure(_ file: RemoteFile, of publication: Publication) async throws -> Int64? {
        try await retries.run { try await asset(file.name, of: publication, isFresh: false).size }
    }

    /// The asset's content from `start`, where that is a part of the same content.
    private func open(_ piece: RemoteFile, of publication: Publication, start: PieceStart?) async throws -> PieceStream {
        var start = start
        var isFresh = false
        // Another round begins anew: after a range that is of no use, with a fresh address when the signed one had expired, or with the
        // number under which the same content was put there again.
        for round in 0..<3 {
            let asset = try await asset(piece.name, of: publication, isFresh: isFresh)
            let mark = asset.digest ?? ""
            if start?.mark != mark { start = nil }
            let (reply, body, isForeign) = try await exchange.content(of: asset, from: start?.offset)
            switch reply.status {
            case 200, 206:
                guard let offset = reply.offset, offset == 0 || offset == start?.offset else {
                    start = nil
                    continue
                }
                return PieceStream(mark: mark, offset: offset, size: asset.size, digest: asset.sha256.map(ContentDigest.sha256), bytes: body)
            case 416 where round < 2: start = nil
            case 401, 403, 410:
                guard isForeign, round < 2 else { throw try await failure(reply, body, piece.name, isForeign: isForeign) }
            case 404 where !isForeign && !isFresh: isFresh = true
            default: throw try await failure(reply, body, piece.name, isForeign: isForeign)
            }
        }
        throw HubError.unavailable("the host that holds \(piece.name) answers with another range than it is asked for")
    }

    /// The asset of that name in the very state of the release that was looked at.
    private func asset(_ name: String, of publication: Publication, isFresh: Bool) async throws -> GitHubRelease.Asset {
        let release = try await release(of: publication.commit, isFresh: isFresh)
        guard let asset = release.asset(name) else { throw HubError.fileMissing(name: name) }
        return asset
    }

    private func release(of commit: String, isFresh: Bool) async throws -> GitHubRelease {
        if !isFresh, let release = memory.release(commit) { return release }
        guard let release = try await release(named: commit) else {
            throw HubError.moved("the release was taken away or its files were exchanged")
        }
        memory.keep(release)
        return release
    }

    /// The release in the state that a commit names; nil when there is none, or it is in another.
    func release(named commit: String) async throws -> GitHubRelease? {
        guard let id = GitHubRelease.id(inCommit: commit) else { return nil }
        let release = try await exchange.get(
            repository.api("releases/\(id)"), "the release \(id)", as: GitHubRelease.self, isOptional: true)
        return release.flatMap { !$0.isDraft && $0.commit == commit ? $0 : nil }
    }
}
