import Base

/// One event of an event stream (WHATWG HTML, 9.2). Its data is one JSON value, which never holds a line break of its own.
struct ServerSentEvent: Sendable, Equatable {
    var name: String
    var data: [UInt8]

    /// Written when nothing else is to be written for a while, so that proxies and the reader know that the answer is still alive.
    static let heartbeat = Array(": still here\n\n".utf8)

    /// As it goes over the wire.
    var bytes: [UInt8] {
        Array("event: \(name)\ndata: ".utf8) + data + Array("\n\n".utf8)
    }

    init(_ update: ChatUpdate) throws {
        switch update {
        case .passages(let passages, let revision):
            name = "passages"
            data = try JSONText.encode(Passages(passages: passages, revision: revision))
        case .text(let text):
            name = "text"
            data = try JSONText.encode(["text": text])
        case .done(let outcome):
            name = "done"
            data = try JSONText.encode(outcome)
        }
    }

    /// The end of an answer that failed. Only a `Problem` is made to be read; of anything else nothing is told.
    init(failure: any Error) throws {
        name = "error"
        let problem = failure as? Problem
        data = try JSONText.encode([
            "what": problem?.what ?? "the question could not be answered",
            "reason": problem?.reason ?? "an unexpected failure",
            "remedy": problem?.remedy ?? "Ask again; if it goes on, the log tells more.",
        ])
    }

    private struct Passages: Encodable {
        var passages: [ChatPassage]
        var revision: String
    }
}
