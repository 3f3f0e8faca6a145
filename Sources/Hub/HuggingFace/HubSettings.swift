package import Base
package import Transport

/// What reaching the Hub needs beside a repository's name.
package struct HubSettings: Sendable {
    /// HF_ENDPOINT: scheme and host of the Hub, without a slash at the end.
    package var endpoint: String
    /// HF_TOKEN; sent to the endpoint alone, never to a host that it redirects to.
    package var token: Secret?
    package var timeouts: HTTPTimeouts

    package init(endpoint: String = "https://huggingface.co", token: Secret? = nil, timeouts: HTTPTimeouts = HTTPTimeouts()) {
        self.endpoint = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        self.token = token
        self.timeouts = timeouts
    }
}
