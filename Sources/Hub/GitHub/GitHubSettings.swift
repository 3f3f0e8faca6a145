package import Base
package import Transport

/// What reaching GitHub needs beside a repository's name.
package struct GitHubSettings: Sendable {
    /// GITHUB_API_URL: `https://api.github.com`, or `https://host/api/v3` of a server of one's own; without a slash at the end.
    package var api: String
    /// GITHUB_TOKEN; sent to the API and to the host of uploads, never to the storage that they redirect to.
    package var token: Secret?
    package var timeouts: HTTPTimeouts

    package init(api: String = "https://api.github.com", token: Secret? = nil, timeouts: HTTPTimeouts = HTTPTimeouts()) {
        self.api = api.hasSuffix("/") ? String(api.dropLast()) : api
        self.token = token
        self.timeouts = timeouts
    }
}
