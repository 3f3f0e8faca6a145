package import Base
package import Transport

/// A server that turns texts into vectors by OpenAI's protocol: `POST {base}/embeddings`.
package struct EmbeddingsEndpoint: Sendable {
    /// The address up to and without `/embeddings`, such as `https://example.org/v1`.
    package var base: String
    /// The model's name, as the server and the manifest spell it.
    package var model: String
    /// Sent as a bearer token where there is one.
    package var key: Secret?
    /// The most texts in a request, and the most bytes of text.
    package var batch = 64
    package var batchBytes = 256 * 1024
    package var timeouts = HTTPTimeouts(idle: .seconds(60), total: .seconds(120))

    package init(base: String, model: String, key: Secret? = nil) {
        self.base = base
        self.model = model
        self.key = key
    }

    /// The address that requests go to.
    var url: String { (base.hasSuffix("/") ? String(base.dropLast()) : base) + "/embeddings" }

    /// Cuts texts into requests: as many as fit, at least one in each.
    func batches(_ texts: [String]) -> [ArraySlice<String>] {
        var batches: [ArraySlice<String>] = []
        var start = 0
        var bytes = 0
        for (index, text) in texts.enumerated() {
            if index > start, index - start >= batch || bytes + text.utf8.count > batchBytes {
                batches.append(texts[start..<index])
                start = index
                bytes = 0
            }
            bytes += text.utf8.count
        }
        if start < texts.count { batches.append(texts[start...]) }
        return batches
    }

    /// A problem with this server.
    func problem(_ reason: String, kind: Problem.Kind = .failure, remedy: String) -> Problem {
        Problem(kind, what: "the embeddings server did not turn the text into vectors", location: url, reason: reason, remedy: remedy)
    }
}
