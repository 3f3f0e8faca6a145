import Foundation

/// The repository of the Hub that the index is read from.
package struct FollowedRepository: Sendable, Equatable {
    /// `dataset` or `model`, as the Hub's events have it.
    package var type: String
    /// `org/name`.
    package var name: String
    /// A branch, a tag, or a whole reference such as `refs/pr/1`.
    package var revision: String

    package init(type: String, name: String, revision: String) {
        self.type = type
        self.name = name
        self.revision = revision
    }

    /// Whether a git reference is the one that is followed.
    func isMeant(by reference: String) -> Bool {
        [revision, "refs/heads/\(revision)", "refs/tags/\(revision)"].contains(reference)
    }
}

/// What a webhook of the Hub tells, as far as it matters here (https://huggingface.co/docs/hub/webhooks): a repository's content has changed.
struct HubEvent: Decodable {
    private struct Event: Decodable {
        var scope: String
    }

    private struct Repository: Decodable {
        var type: String
        var name: String
    }

    private struct Reference: Decodable {
        var ref: String
    }

    private var event: Event
    private var repo: Repository
    private var updatedRefs: [Reference]?

    /// Nil when it is no event's JSON.
    init?(_ body: [UInt8]) {
        guard let event = try? JSONDecoder().decode(HubEvent.self, from: Data(body)) else { return nil }
        self = event
    }

    /// Why it is of no concern; nil when the index may have changed. An event that does not say what was updated may concern any branch.
    func irrelevance(to followed: FollowedRepository) -> String? {
        // The Hub itself takes names in any case.
        guard repo.type == followed.type, repo.name.lowercased() == followed.name.lowercased() else { return "another repository is followed" }
        guard event.scope == "repo.content" else { return "only changes of content (repo.content) matter" }
        guard updatedRefs?.contains(where: { followed.isMeant(by: $0.ref) }) ?? true else { return "another branch is followed" }
        return nil
    }
}
