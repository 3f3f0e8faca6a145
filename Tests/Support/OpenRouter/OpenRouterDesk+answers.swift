import Foundation

extension OpenRouterDesk {
    /// Answers a request that is in order.
    func meet(
        _ request: StandInOpenRouter.Request, as behaviour: StandInOpenRouter.Behaviour, model: String, _ connection: StandInConnection
    ) throws {
        switch behaviour {
        case .answer where request.stream == true:
            try stream(Self.pieces(of: Self.answer(to: request)), .init(), .done, model, connection)
        case .answer:
            try whole(Self.answer(to: request), model, connection)
        case .stream(let pieces, let manner, let ending):
            try stream(pieces, manner, ending, model, connection)
        case .whole(let text):
            try whole(text, model, connection)
        case .failure(let status, let code, let message, let type, let retryAfter):
            try respond(connection, status, code: code ?? String(status), message: message, type: type, retryAfter: retryAfter)
        case .raw(let status, let body, let type):
            try connection.respond(status, text: body, type: type)
        case .silence:
            try begin(connection)
            // Ends when the client goes away: then writing fails.
            while true {
                try connection.chunk(": OPENROUTER PROCESSING\n\n")
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }

    private func begin(_ connection: StandInConnection) throws {
        try connection.begin(200, headers: [("Content-Type", "text/event-stream"), ("X-Generation-Id", "gen-stand-in")])
    }

    private func stream(
        _ pieces: [String], _ manner: StandInOpenRouter.Manner, _ ending: StandInOpenRouter.Ending, _ model: String,
        _ connection: StandInConnection
    ) throws {
        func event(_ members: String) throws {
            try connection.chunk(
                "data: {\"id\":\"gen-stand-in\",\"object\":\"chat.completion.chunk\",\"model\":\(Self.quoted(model)),\(members)}\n\n")
        }
        func end(_ reason: String) throws {
            try event(#""choices":[{"index":0,"delta":{"content":""},"finish_reason":"\#(reason)"}]"#)
            try event(#""choices":[],"usage":{"prompt_tokens":100,"completion_tokens":\#(pieces.count),"cost":0.0001}"#)
            try connection.chunk("data: [DONE]\n\n")
            try connection.endChunks()
        }
        try begin(connection)
        for _ in 0..<manner.comments { try connection.chunk(": OPENROUTER PROCESSING\n\n") }
        Self.pause(manner.beforeFirst)
        for (number, piece) in pieces.enumerated() {
            if number == 1 { manner.gate?.pass() }
            try event(#""choices":[{"index":0,"delta":{"role":"assistant","content":\#(Self.quoted(piece))},"finish_reason":null}]"#)
            Self.pause(manner.between)
        }
        switch ending {
        case .done: try end("stop")
        case .length: try end("length")
        case .error(let code, let message):
            try event(
                #""error":{"code":\#(code),"message":\#(Self.quoted(message))},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]"#
            )
            try connection.endChunks()
        case .silentEnd: try connection.endChunks()
        case .cut: connection.cut()
        }
    }

    private func whole(_ text: String, _ model: String, _ connection: StandInConnection) throws {
        let choice = #"{"index":0,"message":{"role":"assistant","content":\#(Self.quoted(text))},"finish_reason":"stop"}"#
        try connection.respond(
            200,
            text:
                #"{"object":"chat.completion","model":\#(Self.quoted(model)),"choices":[\#(choice)],"usage":{"prompt_tokens":100,"completion_tokens":9}}"#
        )
    }

    private static func pause(_ duration: Duration) {
        guard duration > .zero else { return }
        Thread.sleep(forTimeInterval: duration / .seconds(1))
    }

    /// The first sentence of the passage numbered `[1]`, cited; without one, that it does not know.
    static func answer(to request: StandInOpenRouter.Request) -> String {
        let prompt = request.messages.last { $0.role == "user" }?.content ?? ""
        guard let mark = prompt.range(of: "[1]"),
            let body = prompt[mark.upperBound...].firstIndex(of: "\n").map({ prompt[prompt.index(after: $0)...] })
        else { return "The passages do not tell." }
        let text = (body.range(of: "\n</passage>").map { body[..<$0.lowerBound] } ?? body).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        let sentence = text.range(of: ". ").map { text[..<$0.lowerBound] } ?? text.prefix(300)
        return "\(sentence.trimmingCharacters(in: .punctuationCharacters)) [1]."
    }

    /// Words, as a model's tokens come.
    static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        for character in text {
            if character == " " || pieces.isEmpty { pieces.append("") }
            pieces[pieces.count - 1].append(character)
        }
        return pieces
    }
}
