package import Base

/// Where and how to ask.
package struct OpenRouterConfiguration: Sendable {
    /// The address that `/chat/completions` is appended to.
    package var baseURL: String
    /// Nil for a server that wants none.
    package var key: Secret?
    /// In order of fallback, at least one.
    package var models: [String]
    /// The project's page and name, by which OpenRouter attributes requests.
    package var referer: String
    package var title: String
    /// From the request to the first word. OpenRouter's comments, sent to keep the connection open, do not count.
    package var firstToken: Duration
    /// The longest silence within the answer.
    package var nextToken: Duration
    package var retries: RetryPolicy

    package init(
        baseURL: String = "https://openrouter.ai/api/v1", key: Secret?, models: [String],
        referer: String, title: String = "Docent", firstToken: Duration = .seconds(45),
        nextToken: Duration = .seconds(30), retries: RetryPolicy = RetryPolicy()
    ) {
        self.baseURL = baseURL
        self.key = key
        self.models = models
        self.referer = referer
        self.title = title
        self.firstToken = firstToken
        self.nextToken = nextToken
        self.retries = retries
    }
}
