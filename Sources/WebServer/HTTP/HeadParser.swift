/// The lines of a request's head (RFC 9112, 3 and 5). Where the standard leaves room, the strict reading is taken.
enum HeadParser {
    /// Reads `GET /path HTTP/1.1`.
    static func requestLine(_ line: [UInt8]) throws(Refusal) -> Request {
        let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(isToken), parts[1].first == UInt8(ascii: "/"),
            parts[1].allSatisfy({ (0x21...0x7e).contains($0) })
        else { throw .malformed("the request line is not valid") }
        let isNew: Bool
        switch String(decoding: parts[2], as: UTF8.self) {
        case "HTTP/1.1": isNew = true
        case "HTTP/1.0": isNew = false
        case let other where other.hasPrefix("HTTP/"): throw .versionNotSupported
        default: throw .malformed("the request line is not valid")
        }
        return Request(
            method: String(decoding: parts[0], as: UTF8.self),
            path: String(decoding: parts[1].prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self),
            headers: [:], body: [], understandsChunks: isNew)
    }

    /// Reads `Name: value` into the request. Two lengths that differ are refused, since two readers could take different ones.
    static func header(_ line: [UInt8], into request: inout Request, limit: Int) throws(Refusal) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, line[..<colon].allSatisfy(isToken) else {
            throw .malformed("a header is not valid")
        }
        let blank: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        let value = line[(colon + 1)...].drop(while: blank.contains)
        let trimmed = value.prefix((value.lastIndex { !blank.contains($0) } ?? value.startIndex - 1) + 1 - value.startIndex)
        guard trimmed.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == UInt8(ascii: "\t") }) else { throw .malformed("a header is not valid") }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let text = String(decoding: trimmed, as: UTF8.self)
        if name == "content-length", let known = request.headers[name], known != text {
            throw .malformed("there are two values of Content-Length")
        }
        guard request.headers[name] != nil || request.headers.count < limit else { throw .headersTooLarge }
        request.headers[name] = text
    }

    /// How many bytes of body follow a complete head.
    static func bodyLength(of request: Request, limit: Int) throws(Refusal) -> Int {
        guard request.headers["host"] != nil || !request.understandsChunks else { throw .malformed("the Host header is missing") }
        guard request.headers["transfer-encoding"] == nil else { throw .lengthRequired }
        guard let text = request.headers["content-length"] else { return 0 }
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            throw .malformed("Content-Length is not a number")
        }
        // A number too large for Int is also too large for the limit.
        guard let length = Int(text), length <= limit else { throw .bodyTooLarge(limit: limit) }
        return length
    }

    /// RFC 9110, 5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
