import Base
import HTTPTypes
package import Logging
package import Transport

/// The language models of OpenRouter, or of any server that speaks OpenAI's chat completions.
package struct OpenRouterModel<C: Clock>: ChatModel where C.Duration == Duration {
    let configuration: OpenRouterConfiguration
    let client: any HTTPClient
    let clock: C
    let jitter: @Sendable () -> Double
    let logger: Logger

    /// - Parameter jitter: Even draws from 0 to 1.
    package init(
        _ configuration: OpenRouterConfiguration, client: any HTTPClient, clock: C, logger: Logger,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.configuration = configuration
        self.client = client
        self.clock = clock
        self.logger = logger
        self.jitter = jitter
    }

    package func complete(_ request: ChatRequest) -> AsyncThrowingStream<ChatEvent, any Error> {
        // Pulled by the reader, so the connection lives as long as the stream and there is no task of its own to end.
        let completion = Completion(request, of: self)
        return AsyncThrowingStream { try await completion.next() }
    }

    /// - Throws: `ChatError.malformed` when the request cannot be encoded.
    func httpRequest(_ request: ChatRequest) throws -> Transport.HTTPRequest {
        var fields: HTTPFields = [.contentType: "application/json", .accept: "text/event-stream, application/json"]
        if let key = configuration.key { fields[.authorization] = "Bearer \(key.revealed)" }
        for (name, value) in [("HTTP-Referer", configuration.referer), ("X-OpenRouter-Title", configuration.title)] {
            if let name = HTTPField.Name(name), !value.isEmpty { fields[name] = value }
        }
        let base = configuration.baseURL.hasSuffix("/") ? String(configuration.baseURL.dropLast()) : configuration.baseURL
        return Transport.HTTPRequest(
            .post, "\(base)/chat/completions", fields: fields, body: try request.json(models: configuration.models),
            timeouts: HTTPTimeouts(idle: max(configuration.firstToken, configuration.nextToken)))
    }
}
