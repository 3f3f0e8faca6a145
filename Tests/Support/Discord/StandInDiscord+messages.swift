import Base
import Foundation
import Synchronization

/// Messages of the bot.
extension StandInDiscord {
    /// What a body of a message says.
    struct Draft {
        var body: JSONValue?
        var content: String
        /// Whether Discord takes it.
        var isValid: Bool
    }

    /// Checks what every body of a message must have.
    /// - Parameter isEdit: An edit may leave the text as it is.
    func draft(_ body: JSONValue?, of what: String, isEdit: Bool = false) -> Draft {
        let content = body?["content"]?.stringValue ?? ""
        if options.hasHouseRules && body?["allowed_mentions"] != ["parse": []] { violate("api: \(what) without empty allowed_mentions") }
        if content.utf16.count > 2000 { violate("api: a content of \(content.utf16.count)") }
        let isEmpty = content.isEmpty && !(isEdit && body?["content"] == nil)
        if isEmpty { violate("api: an empty content") }
        let rowsAreValid = body?["components"].map(areRows) ?? true
        if !rowsAreValid { violate("api: components that are no rows of buttons") }
        return Draft(body: body, content: content, isValid: !isEmpty && content.utf16.count <= 2000 && rowsAreValid)
    }

    private func areRows(_ components: JSONValue) -> Bool {
        guard case .array(let rows) = components, rows.count <= 5 else { return false }
        return rows.allSatisfy { row in
            guard row["type"] == 1, case .array(let buttons)? = row["components"], (1...5).contains(buttons.count) else { return false }
            return buttons.allSatisfy { button in
                let isLink = button["style"] == 5
                let id = button["custom_id"]?.stringValue ?? ""
                return button["type"] == 2 && (isLink ? button["url"] != nil && id.isEmpty : (1...100).contains(id.utf16.count))
                    && (button["label"]?.stringValue ?? "").utf16.count <= 80 && (button["label"] != nil || button["emoji"] != nil)
            }
        }
    }

    /// An id as clients may write it, as a string or as a number.
    static func id(_ value: JSONValue?) -> String? { value?.stringValue ?? value?.intValue.map { String($0) } }

    func decode(_ request: StandInRequest) -> JSONValue? { try? JSONDecoder().decode(JSONValue.self, from: Data(request.body)) }

    func create(_ request: StandInRequest, in channel: String) -> Answer {
        let draft = draft(decode(request), of: "a create")
        let body = draft.body
        let nonce = Self.id(body?["nonce"]) ?? ""
        if nonce.count > 25 { violate("api: a nonce of \(nonce.count)") }
        if options.hasHouseRules && (nonce.isEmpty || body?["enforce_nonce"] != true) { violate("api: a create without nonce and enforce_nonce") }
        if options.hasHouseRules, let reference = body?["message_reference"], reference["fail_if_not_exists"] != false {
            violate("api: a reply without fail_if_not_exists")
        }
        if (body?["flags"]?.intValue ?? 0) & 1 << 6 != 0 { violate("api: an ephemeral message outside an interaction") }
        guard draft.isValid else { return Self.invalidForm }
        let id = state.withLock { state in
            if !nonce.isEmpty, let existing = state.nonces["\(channel) \(nonce)"] { return existing }
            let id = state.makeID()
            if body?["enforce_nonce"] == true { state.nonces["\(channel) \(nonce)"] = id }
            state.record.sent.append(
                Sent(
                    id: id, channel: channel, content: draft.content, repliesTo: Self.id(body?["message_reference"]?["message_id"]),
                    components: body?["components"] ?? []))
            return id
        }
        return (200, .object(Self.message(id, channel, draft.content, with: ["nonce": .string(nonce), "components": body?["components"] ?? []])))
    }

    /// The bot's messages in a channel after some id, the newest first.
    func list(_ request: StandInRequest, in channel: String) -> Answer {
        let after = request.query["after"].flatMap(Int.init) ?? 0
        let sent = record.sent.filter { $0.channel == channel && !$0.isDeleted && !$0.isEphemeral && (Int($0.id) ?? 0) > after }
        let messages = sent.reversed().map { sent in
            JSONValue.object(
                Self.message(
                    sent.id, channel, sent.content,
                    with: ["components": sent.components, "webhook_id": sent.interaction == nil ? .null : .string(Self.applicationID)]))
        }
        return (200, .array(Array(messages)))
    }

    func change(_ request: StandInRequest, _ id: String) -> Answer {
        if request.method == "GET", let written = state.withLock({ $0.written[id] }) { return (200, .object(written)) }
        guard let index = state.withLock({ $0.record.sent.firstIndex { $0.id == id && !$0.isDeleted } }) else { return Self.unknownMessage }
        if state.withLock({ $0.record.sent[index].isEphemeral }) {
            violate("api: an ephemeral message is reached by its interaction alone")
            return Self.unknownMessage
        }
        return apply(request, to: index)
    }

    /// Reads, changes or deletes a message of the bot.
    func apply(_ request: StandInRequest, to index: Int) -> Answer {
        switch request.method {
        case "PATCH":
            let draft = draft(decode(request), of: "an edit", isEdit: true)
            guard draft.isValid else { return Self.invalidForm }
            edit(index, draft)
        case "DELETE":
            state.withLock { $0.record.sent[index].isDeleted = true }
            return (204, nil)
        case "GET": break
        default: violate("api: \(request.method) of a message")
        }
        let message = state.withLock { $0.record.sent[index] }
        return (200, .object(Self.message(message.id, message.channel, message.content, with: ["components": message.components])))
    }

    func edit(_ index: Int, _ draft: Draft) {
        state.withLock { state in
            if draft.body?["content"] != nil { state.record.sent[index].content = draft.content }
            if let components = draft.body?["components"] { state.record.sent[index].components = components }
            state.record.sent[index].edits += 1
        }
    }
}
