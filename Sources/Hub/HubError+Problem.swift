package import Base

extension HubError {
    /// The error as it is shown to a person.
    /// - Parameter address: The source's or destination's address.
    package func problem(at address: String) -> Problem {
        let what = "cannot read the published index"
        return switch self {
        case .settings(let reason, let remedy):
            Problem(.usage, what: what, location: address, reason: reason, remedy: remedy)
        case .nothingPublished(let reason):
            Problem(
                .temporary, what: "no index is published yet", location: address, reason: reason,
                remedy: "Publish one with `docent publish DIR --to \(address)`; it is served as soon as it is there.")
        case .fileMissing(let name):
            Problem(
                what: "the published index is not complete", location: address, reason: "\(name) is not there",
                remedy: "Publish it again, the data first and manifest.json last.")
        case .corrupt(let name, let reason):
            Problem(
                what: "a published file is damaged", location: "\(address), \(name)", reason: reason,
                remedy: "Publish the index again; what was served before is still served.")
        case .moved(let reason):
            Problem(
                .temporary, what: "the published index changed while it was read", location: address, reason: reason,
                remedy: "The next look takes the new one.")
        case .rateLimited(let wait):
            Problem(
                .temporary, what: what, location: address,
                reason: "asked to wait\(wait.map { " \($0.components.seconds) s" } ?? "")",
                remedy: "Nothing needs to be done; a token (HF_TOKEN) raises the limit.")
        case .unavailable(let reason):
            Problem(.temporary, what: what, location: address, reason: reason, remedy: "It is tried again by itself; check the network if it lasts.")
        case .storage(let problem): problem
        }
    }
}
