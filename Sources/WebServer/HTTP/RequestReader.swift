/// Turns the bytes of one connection into one request, within bounds (RFC 9112). Bytes go in as they come, decisions come out; it holds
/// no socket and no clock.
///
/// One request for each connection: nothing can be smuggled behind another, and there is no idle connection to keep.
struct RequestReader: Sendable {
    /// The most that is read of a request.
    struct Bounds: Sendable, Equatable {
        /// Request line and headers together, in bytes.
        var head = 16 << 10
        var headers = 100
        var body = 64 << 10
    }

    /// What is to be done after some bytes.
    enum Step: Sendable, Equatable {
        case readMore
        /// The client waits for `100 Continue` before it sends its body.
        case sayContinue
        case handle(Request)
        /// Answer with this and close.
        case refuse(Refusal)
    }

    private enum State {
        /// Collecting a line of the head; `request` is there from the first line on.
        case head(line: [UInt8], request: Request?, length: Int)
        case body(Request, missing: Int)
        case ended
    }

    private let bounds: Bounds
    private var state = State.head(line: [], request: nil, length: 0)

    init(bounds: Bounds = Bounds()) {
        self.bounds = bounds
    }

    /// Whether anything has come that deserves an answer when the client is too slow.
    var hasBegun: Bool {
        switch state {
        case .head(let line, let request, _): !line.isEmpty || request != nil
        case .body: true
        case .ended: false
        }
    }

    /// Takes the next bytes. After `handle` or `refuse` whatever follows is ignored.
    mutating func feed(_ bytes: [UInt8]) -> Step {
        var rest = bytes[...]
        while let byte = rest.first {
            switch state {
            case .head(var line, let request, let length):
                rest = rest.dropFirst()
                guard length < bounds.head else { return end(.refuse(request == nil ? .targetTooLong : .headersTooLarge)) }
                // The line leaves the state while it grows, so that it is never copied.
                state = .ended
                guard byte == UInt8(ascii: "\n") else {
                    line.append(byte)
                    state = .head(line: line, request: request, length: length + 1)
                    continue
                }
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                switch take(line: line, of: request, length: length + 1) {
                case .readMore: continue
                case .sayContinue where !rest.isEmpty: continue
                case let step: return step
                }
            case .body(var request, let missing):
                let part = rest.prefix(missing)
                state = .ended
                request.body += part
                guard part.count == missing else {
                    state = .body(request, missing: missing - part.count)
                    return .readMore
                }
                return .handle(request)
            case .ended:
                return .readMore
            }
        }
        return .readMore
    }

    private mutating func end(_ step: Step) -> Step {
        state = .ended
        return step
    }

    private mutating func take(line: [UInt8], of request: Request?, length: Int) -> Step {
        do {
            guard var request else {
                state = .head(line: [], request: try HeadParser.requestLine(line), length: length)
                return .readMore
            }
            guard line.isEmpty else {
                try HeadParser.header(line, into: &request, limit: bounds.headers)
                state = .head(line: [], request: request, length: length)
                return .readMore
            }
            let size = try HeadParser.bodyLength(of: request, limit: bounds.body)
            guard size > 0 else { return end(.handle(request)) }
            state = .body(request, missing: size)
            return request.headers["expect"]?.lowercased() == "100-continue" ? .sayContinue : .readMore
        } catch {
            return end(.refuse(error))
        }
    }
}
