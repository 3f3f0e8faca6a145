import Base
import Foundation
import HTTPTypes
import Transport

extension HuggingFaceSource {
    struct Commit: Decodable {
        var id: String
        var title: String?
        var date: String?
    }

    struct References: Decodable {
        struct Reference: Decodable {
            var name: String
            var targetCommit: String
        }
        var tags: [Reference]
    }

    /// How far back a manifest's revision is looked for.
    private static let depth = 50

    package func publications(limit: Int) async throws -> [PublicationSummary] {
        let tags = Dictionary(grouping: try await tags(), by: \.value)
        return try await commits().prefix(limit).map { commit in
            let names = tags[commit.id]?.map(\.key).sorted().joined(separator: ", ")
            let title = [names.map { "[\($0)]" }, commit.title].compactMap(\.self).joined(separator: " ")
            return PublicationSummary(reference: commit.id, title: title, date: commit.date)
        }
    }

    /// The commits of the tags, by name.
    func tags() async throws -> [String: String] {
        Dictionary(try await api("refs", as: References.self).tags.map { ($0.name, $0.targetCommit) }) { $1 }
    }

    /// What is published at a commit; nil when nothing is.
    func published(at commit: String) async throws -> Publication? {
        do {
            guard case .found(let publication) = try await look(rev: commit) else { return nil }
            return publication
        } catch HubError.nothingPublished {
            return nil
        }
    }

    /// The publication that a pin means: a tag, a branch, a commit, or a manifest's revision.
    ///
    /// With the two-commit form a manifest's revision is the commit of the data, at which the manifest before still stands: then the
    /// manifest of the commit after it is the one that is meant. Any other text that is no revision of the repository is looked for in the
    /// manifests of the last commits.
    func pinned(_ reference: String) async throws -> Publication {
        var atReference: Publication?
        do {
            guard case .found(let publication) = try await look(rev: reference) else { throw HubError.moved("the Hub changed its answer") }
            let revision = ManifestOutline(publication.manifest)?.revision
            if publication.commit != reference || revision == reference { return publication }
            atReference = publication
        } catch HubError.nothingPublished where ArtifactName.isCommit(reference) {
            // The first data commit: no manifest stands there yet.
        } catch HubError.settings(let what, let remedy) {
            // Also a revision of forty digits need not be a commit of this repository: `docent ingest` makes such of the documents' content.
            if let found = try await search(try await commits(), for: reference) { return found }
            throw HubError.settings(what: what, remedy: remedy)
        }
        let commits = try await commits()
        let newer = commits.firstIndex { $0.id == reference }.map { commits[..<$0].suffix(3).reversed() } ?? []
        if let found = try await search(Array(newer), for: reference) ?? atReference { return found }
        throw HubError.nothingPublished("no manifest of \(repository) has the revision \(reference)")
    }

    private func search(_ commits: [Commit], for revision: String) async throws -> Publication? {
        for commit in commits {
            guard let publication = try await published(at: commit.id) else { continue }
            if ManifestOutline(publication.manifest)?.revision == revision { return publication }
        }
        return nil
    }

    /// The last commits, newest first.
    func commits() async throws -> [Commit] {
        Array(try await api("commits/\(HuggingFaceRepository.quote(repository.revision ?? "main"))", as: [Commit].self).prefix(Self.depth))
    }

    /// A value of the API.
    func api<Value: Decodable>(_ call: String, as type: Value.Type) async throws -> Value {
        let path = repository.api(call)
        let bytes = try await retries.run {
            let answer = try await checked(tries: false) {
                try await exchange.walk(.get, path)
            } named: {
                (repository.revision ?? "main", call)
            }
            return try await answer.body.whole(upTo: 8 << 20, of: call)
        }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw HubError.unavailable("the Hub's answer to \(call) is not understood")
        }
    }
}
