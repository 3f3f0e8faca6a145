import Base
import Synchronization

/// Answers to commands and buttons, and the commands themselves.
extension StandInDiscord {
    private static let unknownInteraction: Answer = (404, ["message": "Unknown interaction", "code": 10062])
    private static let unknownWebhook: Answer = (404, ["message": "Unknown Webhook", "code": 10015])

    /// The first response.
    func respond(_ request: StandInRequest, to id: String, token: String) -> Answer {
        guard let known = state.withLock({ $0.tokens[token] }), known.interaction == id,
            let index = state.withLock({ $0.record.interactions.firstIndex { $0.id == id } })
        else {
            violate("api: a response to no interaction")
            return Self.unknownInteraction
        }
        if now > known.since + 3 + slack {
            violate("api: a first response after \(now - known.since) s")
            return Self.unknownInteraction
        }
        let used = state.withLock { $0.record.interactions[index] }
        if used.response != nil {
            violate("api: two first responses")
            return (400, ["message": "Interaction has already been acknowledged.", "code": 40060])
        }
        let body = decode(request)
        let type = body?["type"]?.intValue ?? 0
        let data = body?["data"]
        let isEphemeral = (data?["flags"]?.intValue ?? 0) & 1 << 6 != 0
        switch type {
        case 4:
            let draft = draft(data, of: "a response")
            guard draft.isValid else { return Self.invalidForm }
            let message = send(draft, answering: used, isEphemeral: isEphemeral)
            state.withLock { $0.record.interactions[index].original = message }
        case 5:
            state.withLock { state in
                state.tokens[token]?.isEphemeral = isEphemeral
                let promised = state.makeID()
                state.tokens[token]?.promised = promised
            }
        case 6: break
        case 7:
            let draft = draft(data, of: "an update", isEdit: true)
            guard draft.isValid else { return Self.invalidForm }
            if let message = state.withLock({ state in state.record.sent.firstIndex { $0.id == used.original } }) { edit(message, draft) }
        default:
            violate("api: a response of type \(type)")
            return Self.invalidForm
        }
        if (type == 6 || type == 7) && used.original == nil { violate("api: a response of type \(type) to no button") }
        state.withLock { $0.record.interactions[index].response = type }
        guard ["true", "1"].contains(request.query["with_response"]?.lowercased()) else { return (204, nil) }
        let message = state.withLock { $0.record.interactions[index].original ?? $0.tokens[token]?.promised } ?? ""
        return (200, callback(id, type, message: message, in: used.channel, isLoading: type == 5, isEphemeral: isEphemeral))
    }

    /// What the first response has led to, for whoever asks.
    private func callback(
        _ id: String, _ type: Int, message: String, in channel: String, isLoading: Bool, isEphemeral: Bool
    ) -> JSONValue {
        let flags: Int64 = (isLoading ? 1 << 7 : 0) | (isEphemeral ? 1 << 6 : 0)
        let content = record.sent.first { $0.id == message }?.content ?? ""
        return [
            "interaction": [
                "id": .string(id), "type": 2, "response_message_id": .string(message), "response_message_loading": .bool(isLoading),
                "response_message_ephemeral": .bool(isEphemeral),
            ],
            "resource": [
                "type": .integer(Int64(type)), "message": .object(Self.message(message, channel, content, with: ["flags": .integer(flags)])),
            ],
        ]
    }

    private func send(_ draft: Draft, answering used: Used, as promised: String? = nil, isEphemeral: Bool) -> String {
        state.withLock { state in
            let id = promised ?? state.makeID()
            state.record.sent.append(
                Sent(
                    id: id, channel: used.channel, content: draft.content, interaction: used.id, isEphemeral: isEphemeral,
                    components: draft.body?["components"] ?? []))
            return id
        }
    }

    /// `webhooks/{application}/{token}` for follow-ups, and `messages/{id or @original}` below it.
    func webhook(_ request: StandInRequest, _ parts: [String]) -> Answer {
        guard parts[1] == Self.applicationID, let known = state.withLock({ $0.tokens[parts[2]] }),
            let index = state.withLock({ $0.record.interactions.firstIndex { $0.id == known.interaction } })
        else {
            violate("api: a webhook of no interaction")
            return Self.unknownWebhook
        }
        let used = state.withLock { $0.record.interactions[index] }
        guard let type = used.response, now < known.since + 900 else {
            violate("api: \(used.response == nil ? "a follow-up before the first response" : "an interaction's token after 15 minutes")")
            return Self.unknownWebhook
        }
        if parts.count == 3 {
            guard request.method == "POST" else { return Self.unknownMessage }
            let draft = draft(decode(request), of: "a follow-up")
            guard draft.isValid else { return Self.invalidForm }
            let id = send(draft, answering: used, isEphemeral: (draft.body?["flags"]?.intValue ?? 0) & 1 << 6 != 0)
            return (200, .object(Self.message(id, used.channel, draft.content)))
        }
        guard parts.count == 5, parts[3] == "messages" else { return Self.unknownMessage }
        if parts[4] == "@original", type == 5, used.original == nil, request.method == "PATCH" {
            // This is the message that the deferred response promised.
            let draft = draft(decode(request), of: "an edit")
            guard draft.isValid else { return Self.invalidForm }
            let id = send(draft, answering: used, as: known.promised, isEphemeral: known.isEphemeral)
            state.withLock { $0.record.interactions[index].original = id }
            return (200, .object(Self.message(id, used.channel, draft.content)))
        }
        // What is deleted so is the promise.
        if parts[4] == "@original", type == 5, used.original == nil, request.method == "DELETE" { return (204, nil) }
        let wanted = parts[4] == "@original" ? used.original : parts[4]
        guard let message = state.withLock({ state in state.record.sent.firstIndex { $0.id == wanted && !$0.isDeleted } }) else {
            return Self.unknownMessage
        }
        return apply(request, to: message)
    }

    func commands(_ request: StandInRequest, of application: String) -> Answer {
        if application != Self.applicationID { violate("api: commands of another application") }
        switch request.method {
        case "GET":
            let hasTranslations = request.query["with_localizations"] == "true"
            let registered = record.commands.map { hasTranslations ? $0 : Self.withoutTranslations($0) }
            return (200, .array(registered))
        case "PUT":
            guard case .array(let commands)? = decode(request), commands.count <= 105 else { return Self.invalidForm }
            let registered = state.withLock { state in
                state.record.commands = commands.map { command in
                    guard case .object(let fields) = command else { return command }
                    let id = state.makeID()
                    // What Discord adds by itself.
                    let added: [String: JSONValue] = [
                        "id": .string(id), "application_id": .string(application), "version": .string(id), "nsfw": false, "description": "",
                        "name_localizations": .null, "description_localizations": .null,
                    ]
                    return .object(added.merging(fields) { $1 })
                }
                state.record.commandWrites += 1
                return state.record.commands
            }
            return (200, .array(registered))
        default:
            violate("api: \(request.method) of commands")
            return (405, nil)
        }
    }

    private static func withoutTranslations(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let fields): .object(fields.filter { !$0.key.hasSuffix("_localizations") }.mapValues(withoutTranslations))
        case .array(let values): .array(values.map(withoutTranslations))
        case .null, .bool, .integer, .number, .string: value
        }
    }
}
