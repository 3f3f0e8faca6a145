extension Response {
    /// The status line and headers as they go over the wire. The length is told also where the body itself is left out (HEAD).
    func head(chunked: Bool) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status) \(Self.phrase(status))"]
        lines += headers.map { "\($0.name): \($0.value)" }
        switch body {
        case .whole(let bytes): lines.append("Content-Length: \(bytes.count)")
        case .chat: if chunked { lines.append("Transfer-Encoding: chunked") }
        }
        lines += ["Connection: close", "", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 202: "Accepted"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 431: "Request Header Fields Too Large"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: "Internal Server Error"
        }
    }
}
