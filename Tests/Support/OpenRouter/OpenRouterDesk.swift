import Foundation

/// What stands behind the stand-in's address: checks requests, keeps the script and writes the answers.
final class OpenRouterDesk: Sendable {
    private let key: String?
    private let models: Set<String>
    private let state = Observed(State())

    private struct State: Sendable {
        var script: [StandInOpenRouter.Behaviour] = []
        var otherwise = StandInOpenRouter.Behaviour.answer
        var requests: [StandInOpenRouter.Request] = []
        var violations: [String] = []
        var given = 0
        var broken = 0
    }

    init(key: String?, models: Set<String>) {
        self.key = key
        self.models = models
    }

    var requests: [StandInOpenRouter.Request] { state.value.requests }
    var violations: [String] { state.value.violations }

    func wait(until isMet: @escaping @Sendable (StandInOpenRouter.Tally) -> Bool) async throws {
        try await state.wait { isMet(.init(requests: $0.requests.count, given: $0.given, broken: $0.broken)) }
    }

    func script(_ behaviours: [StandInOpenRouter.Behaviour], otherwise: StandInOpenRouter.Behaviour) {
        state.update {
            $0.script += behaviours
            $0.otherwise = otherwise
        }
    }

    func serve(_ http: StandInRequest, _ connection: StandInConnection) throws {
        guard http.path == "/api/v1/chat/completions", http.method == "POST" else {
            return try refuse(connection, 404, "no such address: \(http.method) \(http.path)")
        }
        if let key, http.header("Authorization") != "Bearer \(key)" {
            // A wrong key is the operator's mistake, not a broken rule; none at all where one is needed is answered alike.
            return try respond(connection, 401, code: "401", message: "No auth credentials found")
        }
        guard http.header("Content-Type")?.lowercased().hasPrefix("application/json") == true else {
            return try refuse(connection, 400, "Content-Type must be application/json")
        }
        for name in ["HTTP-Referer", "X-OpenRouter-Title"] where http.header(name) == nil { note("\(name) is missing") }
        let request: StandInOpenRouter.Request
        do {
            request = try JSONDecoder().decode(StandInOpenRouter.Request.self, from: Data(http.body))
        } catch {
            return try refuse(connection, 400, "the body is not a chat request: \(error)")
        }
        if let mistake = mistake(in: request) { return try refuse(connection, 400, mistake) }
        let asked = request.models ?? [request.model].compactMap { $0 }
        guard let model = asked.first(where: models.contains) else {
            return try respond(connection, 404, code: "404", message: "No endpoints found for \(asked.joined(separator: ", ")).")
        }
        let behaviour = state.update { state in
            state.requests.append(request)
            return state.script.isEmpty ? state.otherwise : state.script.removeFirst()
        }
        do {
            try meet(request, as: behaviour, model: model, connection)
            state.update { $0.given += 1 }
        } catch {
            state.update { $0.broken += 1 }
            throw error
        }
    }

    private func mistake(in request: StandInOpenRouter.Request) -> String? {
        let roles = request.messages.map(\.role)
        if roles.isEmpty { return "there are no messages" }
        if let role = roles.first(where: { !["system", "user", "assistant"].contains($0) }) { return "unknown role \(role)" }
        if roles.last != "user" { return "the last message must be the user's" }
        if request.messages.contains(where: { $0.content.isEmpty }) { return "a message is empty" }
        if request.model == nil, request.models?.isEmpty != false { return "no model is named" }
        if let first = request.models?.first, let model = request.model, first != model { return "model and models differ" }
        if let tokens = request.max_tokens, tokens < 1 { return "max_tokens must be positive" }
        if let heat = request.temperature, !(0...2).contains(heat) { return "temperature must be from 0 to 2" }
        return nil
    }

    private func note(_ violation: String) {
        state.update { $0.violations.append(violation) }
    }

    private func refuse(_ connection: StandInConnection, _ status: Int, _ violation: String) throws {
        note(violation)
        try respond(connection, status, code: String(status), message: violation)
    }

    func respond(
        _ connection: StandInConnection, _ status: Int, code: String, message: String, type: String? = nil, retryAfter: Int? = nil
    ) throws {
        let metadata = type.map { #","metadata":{"error_type":\#(Self.quoted($0))}"# } ?? ""
        try connection.respond(
            status, headers: retryAfter.map { [("Retry-After", String($0))] } ?? [],
            text: #"{"error":{"code":\#(code),"message":\#(Self.quoted(message))\#(metadata)}}"#)
    }

    /// A text as JSON.
    static func quoted(_ text: String) -> String {
        guard let data = try? JSONEncoder().encode(text) else { return "\"\"" }
        return String(decoding: data, as: UTF8.self)
    }
}
