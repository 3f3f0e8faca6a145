import Base
import Hub

/// A publication was looked into and will not be served.
struct Refusal: Error {
    var problem: Problem
    /// Whether trying again with the same manifest is pointless: its hashes say that what was refused is what was published.
    var isFinal: Bool
    /// Whether this program is at fault, not the publication: a model that it cannot run now, it may run after the next start.
    var isOwn = false

    /// A refusal for what a source found wrong with a file; nil for what is no fault of the publication.
    init?(_ error: HubError, at address: String) {
        switch error {
        case .corrupt, .fileMissing, .moved: self.init(problem: error.problem(at: address), isFinal: false)
        case .settings, .nothingPublished, .rateLimited, .unavailable, .storage: return nil
        }
    }

    init(problem: Problem, isFinal: Bool, isOwn: Bool = false) {
        self.problem = problem
        self.isFinal = isFinal
        self.isOwn = isOwn
    }
}
