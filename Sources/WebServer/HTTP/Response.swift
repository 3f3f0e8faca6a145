import Foundation

/// What is answered to one request.
struct Response: Sendable {
    enum Body: Sendable {
        case whole([UInt8])
        /// Server-sent events, as the answer is written.
        case chat(any AsyncSequence<ChatUpdate, any Error> & Sendable)
    }

    var status: Int
    var headers: [(name: String, value: String)]
    var body: Body

    /// A page or another fixed file.
    static func file(_ bytes: [UInt8], type: String) -> Response {
        Response(status: 200, headers: [("Content-Type", type), ("Cache-Control", "no-cache")] + policy(page), body: .whole(bytes))
    }

    /// One JSON value. It is encoded with sorted keys, so that equal values are equal texts.
    static func json(_ value: some Encodable, status: Int = 200) -> Response {
        guard let bytes = try? JSONText.encode(value) else { return .refusal(.internalFailure) }
        return json(bytes, status: status)
    }

    /// Plain text that changes from one moment to the next.
    static func text(_ text: String, type: String) -> Response {
        Response(
            status: 200, headers: [("Content-Type", type), ("Cache-Control", "no-store")] + policy(nothing), body: .whole(Array(text.utf8)))
    }

    /// An error, as JSON.
    static func refusal(_ refusal: Refusal) -> Response {
        // Two keys of plain text always encode; an empty object stands for the impossible.
        let bytes = (try? JSONText.encode(["error": ["status": String(refusal.status), "reason": refusal.reason]])) ?? Array("{}".utf8)
        var response = json(bytes, status: refusal.status)
        if case .methodNotAllowed(let allowed) = refusal { response.headers.append(("Allow", allowed)) }
        if case .notAuthorized = refusal { response.headers.append(("WWW-Authenticate", "Bearer")) }
        return response
    }

    /// An answer to a question, streamed.
    static func chat(_ updates: any AsyncSequence<ChatUpdate, any Error> & Sendable) -> Response {
        // Proxies that honour `X-Accel-Buffering` would otherwise hold the text back.
        let headers = [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"), ("X-Accel-Buffering", "no")]
        return Response(status: 200, headers: headers + policy(nothing), body: .chat(updates))
    }

    private static func json(_ bytes: [UInt8], status: Int) -> Response {
        Response(
            status: status, headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")] + policy(nothing),
            body: .whole(bytes))
    }

    /// A Space's page is shown in a frame of huggingface.co, so that host may frame it.
    private static let page =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
        + "form-action 'none'; require-trusted-types-for 'script'; frame-ancestors 'self' https://huggingface.co"
    private static let nothing = "default-src 'none'; frame-ancestors 'none'"

    private static func policy(_ policy: String) -> [(String, String)] {
        [("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer")]
    }
}

/// JSON as this server writes it.
enum JSONText {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}
