/// One event of a `text/event-stream`.
package struct ServerSentEvent: Sendable, Equatable {
    /// `message` unless the stream names another.
    package var type: String
    /// The lines of data, joined by line feeds.
    package var data: String
    /// The last id that the stream gave, which holds until it gives another.
    package var id: String

    package init(type: String = "message", data: String, id: String = "") {
        self.type = type
        self.data = data
        self.id = id
    }
}

/// A line or event of the stream is larger than accepted.
package struct ServerSentEventTooLarge: Error, Sendable, Equatable {
    /// The bound that was passed, in bytes.
    package var limit: Int

    package init(limit: Int) {
        self.limit = limit
    }
}

/// Parses an event stream as the HTML standard has it (WHATWG HTML, 9.2.6 "Interpreting an event stream"), from pieces that may be cut
/// anywhere: lines end in CR, LF or CRLF, a byte order mark at the start is skipped, comments are dropped, an event ends at an empty line,
/// and one that the stream's end leaves incomplete is dropped.
package struct ServerSentEventParser: Sendable {
    private let limit: Int
    private var line: [UInt8] = []
    /// The last byte was a CR, so an LF that follows belongs to the same line end.
    private var endedWithCR = false
    private var isFirstLine = true
    private var data = ""
    private var hasData = false
    private var type = ""
    private var id = ""

    /// - Parameter limit: The most bytes accepted in one line, and in the data of one event.
    package init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// Takes the next bytes of the stream and gives the events that they complete.
    package mutating func consume(_ bytes: some Sequence<UInt8>) throws(ServerSentEventTooLarge) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            switch byte {
            case 0x0A where endedWithCR:
                endedWithCR = false
            case 0x0A, 0x0D:
                endedWithCR = byte == 0x0D
                if let event = try endLine() { events.append(event) }
            default:
                endedWithCR = false
                guard line.count < limit else { throw ServerSentEventTooLarge(limit: limit) }
                line.append(byte)
            }
        }
        return events
    }

    private mutating func endLine() throws(ServerSentEventTooLarge) -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        let isMarked = isFirstLine && line.starts(with: [0xEF, 0xBB, 0xBF])
        isFirstLine = false
        let content = isMarked ? line[3...] : line[...]
        guard !content.isEmpty else { return endEvent() }
        let colon = content.firstIndex(of: 0x3A)
        var value = colon.map { content[($0 + 1)...] } ?? []
        if value.first == 0x20 { value = value.dropFirst() }
        try take(String(decoding: content[..<(colon ?? content.endIndex)], as: UTF8.self), String(decoding: value, as: UTF8.self))
        return nil
    }

    /// A comment has an empty name and is ignored like any unknown field; `retry` is, too, since nobody reconnects to an answer.
    private mutating func take(_ field: String, _ value: String) throws(ServerSentEventTooLarge) {
        switch field {
        case "data":
            guard data.utf8.count + value.utf8.count < limit else { throw ServerSentEventTooLarge(limit: limit) }
            data += hasData ? "\n\(value)" : value
            hasData = true
        case "event": type = value
        case "id": if !value.utf8.contains(0) { id = value }
        default: break
        }
    }

    private mutating func endEvent() -> ServerSentEvent? {
        defer { (data, hasData, type) = ("", false, "") }
        return hasData ? ServerSentEvent(type: type.isEmpty ? "message" : type, data: data, id: id) : nil
    }
}
