package import Logging
package import Transport

/// What sources and destinations work with, of whatever kind they are.
package struct StoreAccess: Sendable {
    let http: any HTTPClient
    let hub: HubSettings
    let gitHub: GitHubSettings
    let clock: any Clock<Duration>
    /// An even draw from 0 to 1.
    let jitter: @Sendable () -> Double
    let logger: Logger

    package init(
        http: any HTTPClient, hub: HubSettings = HubSettings(), gitHub: GitHubSettings = GitHubSettings(),
        clock: any Clock<Duration> = ContinuousClock(), jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }, logger: Logger
    ) {
        self.http = http
        self.hub = hub
        self.gitHub = gitHub
        self.clock = clock
        self.jitter = jitter
        self.logger = logger
    }

    var retries: Retries { Retries(clock: clock, jitter: jitter) }
}

extension SourceAddress {
    /// The source that reads from this address.
    package func source(_ access: StoreAccess) -> any ArtifactSource {
        switch self {
        case .folder(let path): FolderSource(path: path)
        case .huggingFace(let repository): HuggingFaceSource(repository: repository, access)
        case .gitHub(let repository): GitHubSource(repository: repository, access)
        }
    }

    /// The destination that publishes to this address.
    package func destination(_ access: StoreAccess) -> any ArtifactDestination {
        switch self {
        case .folder(let path): FolderDestination(path: path)
        case .huggingFace(let repository): HuggingFaceDestination(repository: repository, access)
        case .gitHub(let repository): GitHubDestination(repository: repository, access)
        }
    }
}
