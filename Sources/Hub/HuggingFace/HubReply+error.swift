extension HubReply {
    /// What an answer that is no success means to the caller. The Hub answers 401 alike for a private and for a missing repository, so the
    /// remedy names both.
    /// - Parameters:
    ///   - repository: For the text.
    ///   - reference: The revision that was asked for.
    ///   - file: The file that was asked for.
    ///   - hasToken: Whether a token was sent.
    ///   - isWriting: Whether it was to change something.
    func error(
        _ repository: HuggingFaceRepository, reference: String, file: String, hasToken: Bool, isWriting: Bool = false
    ) -> HubError {
        let name = "hf://\(HuggingFaceRepository(kind: repository.kind, id: repository.id))"
        let trace = requestID.map { " (request \($0))" } ?? ""
        let said = (errorMessage.map { "HTTP \(status), \($0)" } ?? "HTTP \(status)") + trace
        let right = isWriting ? "write to" : "read"
        // Sources are named by a setting, destinations by an option.
        let name404 =
            isWriting
            ? "Make it with `hf repos create \(repository.id) --type \(repository.kind.name)`, or check the name"
            : "Check the name in INDEX_SOURCE"
        let page = "the page of \(repository.id) on the Hub"
        switch (status, errorCode) {
        case (_, "GatedRepo"):
            return .settings(
                what: "\(name) is gated: \(said)", remedy: "Ask for access on \(page) with the account of HF_TOKEN, and set HF_TOKEN.")
        case (401, _) where !hasToken:
            return .settings(
                what: "\(name) is private or does not exist, and no token was sent: \(said)",
                remedy: "Set HF_TOKEN to a token that may \(right) it, and check the name\(isWriting ? "" : " in INDEX_SOURCE").")
        case (401, "RepoNotFound"):
            return .settings(
                what: "\(name) does not exist or HF_TOKEN may not \(right) it: \(said)",
                remedy: "\(name404); a fine-grained token needs this repository ticked.")
        case (401, _):
            return .settings(what: "the Hub does not accept HF_TOKEN: \(said)", remedy: "Make a new token on the Hub and set HF_TOKEN to it.")
        case (403, _):
            return .settings(
                what: "HF_TOKEN may not \(right) \(name): \(said)",
                remedy: "Give the token the right to \(right) this repository, or check on \(page) that access to it is not disabled.")
        case (404, "RepoNotFound"):
            return .settings(
                what: "\(name) does not exist or is not visible\(hasToken ? " to HF_TOKEN" : ""): \(said)",
                remedy: "\(name404), and the rights of HF_TOKEN.")
        case (404, "RevisionNotFound"):
            return .settings(
                what: "\(name) has no revision \(reference): \(said)",
                remedy: isWriting
                    ? "Make that branch on the Hub first, or leave it out to publish to main."
                    : reference == repository.revision
                        ? "Check the branch or tag after @ in INDEX_SOURCE."
                        : "`docent index list` shows what can be pinned; `docent index unpin` follows what is published.")
        case (404, "EntryNotFound"): return .fileMissing(name: file)
        case (412, _): return .moved("somebody else committed to \(reference) meanwhile")
        case (404, _):
            return .settings(
                what: "nothing is found at \(name): \(said)", remedy: "Check INDEX_SOURCE, and HF_ENDPOINT if it is set.")
        case (429, _): return .rateLimited(retryAfter: wait)
        case (408, _), (500..., _): return .unavailable("the Hub answered \(said)")
        case (400..<500, _) where isWriting:
            return .settings(what: "the Hub refuses \(file): \(said)", remedy: "Correct what the Hub names and publish again.")
        default:
            return .unavailable("the Hub gave an answer that is not understood for \(file): \(said)")
        }
    }
}
