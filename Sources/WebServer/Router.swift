import Foundation

/// Which address gives what.
struct Router: Sendable {
    let status: any StatusSource
    /// nil: the local chat is off.
    let chat: (any ChatService)?
    let triggers: Triggers

    func respond(to request: Request) async -> Response {
        do throws(Refusal) {
            switch request.path {
            case "/": return try get(request) { .file(PackageResources.index_html, type: "text/html; charset=utf-8") }
            case "/page.css": return try get(request) { .file(PackageResources.page_css, type: "text/css; charset=utf-8") }
            case "/page.js": return try get(request) { .file(PackageResources.page_js, type: "text/javascript; charset=utf-8") }
            case "/healthz": return try get(request) { .json(["status": "ok"]) }
            case "/readyz":
                try allow(["GET", "HEAD"], request)
                return Self.readiness(await status.status())
            case "/api/status":
                try allow(["GET", "HEAD"], request)
                return .json(Status(chat: chat != nil, report: await status.status()))
            case "/metrics":
                try allow(["GET", "HEAD"], request)
                return .text(MetricsText.render(await status.metrics()), type: MetricsText.type)
            case "/api/chat":
                try allow(["POST"], request)
                guard let chat else { throw .chatIsOff }
                return .chat(chat.answer(try Self.question(in: request)))
            case "/api/sync":
                try allow(["POST"], request)
                return try triggers.sync(request)
            case "/api/hooks/hub":
                try allow(["POST"], request)
                return try triggers.hubEvent(request)
            default: throw .notFound
            }
        } catch {
            return .refusal(error)
        }
    }

    private func get(_ request: Request, _ response: () -> Response) throws(Refusal) -> Response {
        try allow(["GET", "HEAD"], request)
        return response()
    }

    private func allow(_ methods: [String], _ request: Request) throws(Refusal) {
        guard methods.contains(request.method) else { throw .methodNotAllowed(allowed: methods.joined(separator: ", ")) }
    }

    private static func readiness(_ report: StatusReport) -> Response {
        .json(Readiness(ready: report.missing.isEmpty, missing: report.missing), status: report.missing.isEmpty ? 200 : 503)
    }

    /// Reads the question. Only JSON is taken: a foreign page cannot send that type without asking first, and it is never allowed to.
    private static func question(in request: Request) throws(Refusal) -> ChatQuestion {
        let type = request.headers["content-type"]?.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard type == "application/json" else { throw .notJSON }
        guard let question = try? JSONDecoder().decode(ChatQuestion.self, from: Data(request.body)) else {
            throw .badQuestion(#"the body must be {"question": "...", "history": [{"question": "...", "answer": "..."}]}; history may be left out"#)
        }
        guard !question.question.allSatisfy(\.isWhitespace) else { throw .badQuestion("the question is empty") }
        return question
    }

    private struct Readiness: Encodable {
        var ready: Bool
        var missing: [StatusReport.Missing]
    }

    /// The report with what the server itself knows.
    private struct Status: Encodable {
        var chat: Bool
        var report: StatusReport

        func encode(to encoder: any Encoder) throws {
            try report.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(chat, forKey: .chat)
        }

        private enum Key: String, CodingKey { case chat }
    }
}
