package import Base
package import Logging
package import Transport

/// What reading from the Hub needs beside the repository's name.
package struct HubSettings: Sendable {
    /// HF_ENDPOINT: scheme and host of the Hub, without a slash at the end.
    package var endpoint: String
    /// HF_TOKEN; sent to the endpoint alone, never to a host that it redirects to.
    package var token: Secret?

    package init(endpoint: String = "https://huggingface.co", token: Secret? = nil) {
        self.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        self.token = token
    }
}

extension SourceAddress {
    /// The source that reads from this address.
    package func source(
        http: any HTTPClient, hub: HubSettings, clock: any Clock<Duration> = ContinuousClock(), logger: Logger
    ) -> any ArtifactSource {
        switch self {
        case .folder(let path): FolderSource(path: path)
        case .huggingFace(let repository):
            HuggingFaceSource(repository: repository, settings: hub, http: http, clock: clock, logger: logger)
        }
    }

    /// The destination that publishes to this address.
    /// - Throws: `Problem` of kind `usage` where this can only be read from.
    package func destination() throws(Problem) -> any ArtifactDestination {
        switch self {
        case .folder(let path): return FolderDestination(path: path)
        case .huggingFace:
            throw Problem(
                .usage, what: "cannot publish to the Hub from here", location: description, reason: "only folders can be published to",
                remedy: "Publish to file:///…, or upload the artifact with `hf upload`, the data first and manifest.json in a second commit.")
        }
    }
}
