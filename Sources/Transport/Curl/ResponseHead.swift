import HTTPTypes

/// Status and fields of an answer.
struct ResponseHead: Sendable, Equatable {
    var status: Int
    var fields: HTTPFields
}

/// Reads the lines that libcurl hands over, of one answer: interim answers (1xx) are passed over, and so is what comes after the head
/// (trailers, RFC 9110 6.5). Fields that come twice are kept both, in order.
struct ResponseHeadParser {
    /// The most bytes accepted in all heads of one answer together; libcurl 7.88 bounds a line only.
    static let limit = 256 << 10

    enum Outcome: Equatable {
        case more
        case complete(ResponseHead)
        case tooLarge
    }

    private enum State {
        case status
        case fields(ResponseHead)
        case done
    }

    private var state = State.status
    private var size = 0

    /// Takes one whole line with its line end.
    mutating func add(_ line: some Collection<UInt8>) -> Outcome {
        size += line.count
        guard size <= Self.limit else { return .tooLarge }
        let text = line.filter { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        switch state {
        case .status:
            // "HTTP/1.1 200 OK", "HTTP/2 200"; libcurl lets nothing else begin an answer.
            let words = String(decoding: text, as: UTF8.self).split(separator: " ")
            guard words.count > 1, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else { return .more }
            state = .fields(ResponseHead(status: status, fields: [:]))
            return .more
        case .fields(let head) where text.isEmpty:
            guard head.status / 100 != 1 else {
                state = .status
                return .more
            }
            state = .done
            return .complete(head)
        case .fields(var head):
            Self.addField(text, to: &head.fields)
            state = .fields(head)
            return .more
        case .done:
            return .more
        }
    }

    private static func addField(_ text: [UInt8], to fields: inout HTTPFields) {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        if let first = text.first, isBlank(first), let last = fields.indices.last {
            // An obsolete folded line continues the one before (RFC 9112 5.2).
            let more = text.drop(while: isBlank)
            fields[last].value += " " + String(decoding: more, as: UTF8.self)
            return
        }
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(decoding: text[..<colon], as: UTF8.self))
        else { return }
        let value = text[(colon + 1)...].drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        fields.append(HTTPField(name: name, lenientValue: Array(value)))
    }
}
