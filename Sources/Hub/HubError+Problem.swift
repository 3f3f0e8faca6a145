package import Base

extension Problem? {
    /// Whether it is the same trouble as another, or none like the other. Services give each of their answers a number, which a problem quotes
    /// and which says nothing of the trouble.
    package func isSame(as other: Problem?) -> Bool {
        func plain(_ problem: Problem) -> String { problem.description.replacing(#/ \(request [^)]*\)/#, with: "") }
        return map(plain) == other.map(plain)
    }
}

extension HubError {
    /// What was being done when it happened.
    package enum Task: Sendable {
        case reading, publishing
    }

    /// The error as it is shown to a person.
    /// - Parameter address: The source's or destination's address.
    package func problem(at address: String, while task: Task = .reading) -> Problem {
        let what = task == .reading ? "cannot read the published index" : "cannot publish the index"
        // Every destination keeps to this.
        let again = "What was published before is still served. The same command goes on where it stopped."
        return switch self {
        case .settings(let reason, let remedy):
            Problem(.usage, what: what, location: address, reason: reason, remedy: remedy)
        case .nothingPublished(let reason):
            Problem(
                .temporary, what: "no index is published yet", location: address, reason: reason,
                remedy: "Publish one with `docent publish DIR --to \(address)`; it is served as soon as it is there.")
        case .fileMissing(let name):
            Problem(
                what: task == .reading ? "the published index is not complete" : what, location: address, reason: "\(name) is not there",
                remedy: task == .reading ? "Publish it again, the data first and manifest.json last." : again)
        case .corrupt(let name, let reason):
            Problem(
                what: task == .reading ? "a published file is damaged" : what, location: "\(address), \(name)", reason: reason,
                remedy: task == .reading ? "Publish the index again; what was served before is still served." : again)
        case .moved(let reason):
            Problem(
                .temporary, what: task == .reading ? "the published index changed while it was read" : what, location: address, reason: reason,
                remedy: task == .reading ? "The next look takes the new one." : "See what they published, then run the same command again.")
        case .rateLimited(let wait):
            Problem(
                .temporary, what: what, location: address,
                reason: "asked to wait\(wait.map { " \($0.components.seconds) s" } ?? "")",
                remedy: task == .reading ? "Nothing needs to be done; a token (HF_TOKEN, GITHUB_TOKEN) raises the limit." : again)
        case .unavailable(let reason):
            Problem(
                .temporary, what: what, location: address, reason: reason,
                remedy: task == .reading ? "It is tried again by itself; check the network if it lasts." : again)
        case .storage(let problem): problem
        }
    }
}
