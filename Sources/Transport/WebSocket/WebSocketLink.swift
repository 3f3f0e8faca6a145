import CWebSockets
import HTTPTypes

/// One connection on the loop's thread: carries out what its life decides, puts messages together and sends them.
final class WebSocketLink {
    let call: WebSocketCall
    private(set) var life: WebSocketLife
    /// Where to connect next.
    private(set) var nextAddress: String?
    private var socket: OpaquePointer?
    private var message: [UInt8] = []
    private var outgoing: ArraySlice<String> = []
    private var outgoingSize = 0
    private var closeFrame: (code: UInt16, reason: String)?

    /// How many bytes may wait to be sent.
    static let outgoingLimit = 8 << 20

    init(_ call: WebSocketCall) {
        self.call = call
        life = WebSocketLife(
            host: call.address.host, proxy: call.proxy?.host, isSecure: call.address.scheme.isSecure, timeout: call.request.timeout,
            idle: call.request.idle, now: .now)
    }

    /// Nothing will happen any more.
    var isFinished: Bool { life.isOver && socket == nil }

    static var lastError: String { String(cString: cws_last_error()) }

    /// Lets the life decide and carries it out.
    func update(_ decide: (inout WebSocketLife) -> [WebSocketLife.Action]) {
        for action in decide(&life) {
            switch action {
            case .connect(let address): nextAddress = address
            case .kill: if let socket { cws_kill(socket) }
            case .reportOpen: call.inbox.open()
            case .reportFailure(let error): call.inbox.fail(error)
            case .reportEnd(let end): call.inbox.end(end)
            }
        }
    }

    // MARK: Connecting

    func connect(through route: OpaquePointer, to address: String) {
        nextAddress = nil
        let target = call.address
        socket = cws_connect(
            route, address, Int32(target.port), target.scheme.isSecure, target.authority, target.target,
            Unmanaged.passUnretained(self).toOpaque())
        if socket == nil { update { $0.ended(status: 0, reason: "it was refused at once \(Self.lastError)", now: .now) } }
    }

    /// There is no way to connect at all.
    func couldNotConnect(_ error: TransportError) {
        nextAddress = nil
        update { $0.abandon(error) }
    }

    // MARK: Sending

    func send(_ text: String) {
        guard life.isOpen, let socket else { return }
        outgoing.append(text)
        outgoingSize += text.utf8.count
        cws_ask_writable(socket)
        if outgoingSize > Self.outgoingLimit {
            update { $0.broke("more than \(Self.outgoingLimit) bytes wait to be sent: the peer does not take them") }
        }
    }

    func close(code: UInt16, reason: String) {
        guard life.isOpen, let socket else { return }
        closeFrame = (code, reason)
        cws_ask_writable(socket)
        update { life in
            life.close(now: .now)
            return []
        }
    }

    // MARK: What libwebsockets reports

    fileprivate func receive(_ event: cws_event) -> Int32 {
        let bytes = UnsafeRawBufferPointer(start: event.bytes, count: event.length)
        switch event.kind {
        case CWS_CONNECTED: life.connected()
        case CWS_ASKING: return ask(UnsafeMutableRawBufferPointer(start: event.bytes, count: event.length))
        case CWS_OPEN: update { $0.opened(now: .now) }
        case CWS_PIECE: return add(bytes, isBinary: event.is_binary, isLast: event.is_last)
        case CWS_PEER_CLOSING:
            let code = event.code == 0 ? nil : UInt16(exactly: event.code)
            update { $0.peerCloses(code: code, reason: String(decoding: bytes, as: UTF8.self)) }
        case CWS_WRITABLE: write()
        case CWS_ENDED:
            socket = nil
            let reason = Self.cause(String(decoding: bytes, as: UTF8.self), log: Self.lastError)
            update { $0.ended(status: Int(event.code), reason: reason, now: .now) }
        default: preconditionFailure("an event that the header does not have")
        }
        return 0
    }

    private func ask(_ buffer: UnsafeMutableRawBufferPointer) -> Int32 {
        life.asking()
        var fields = call.request.fields
        if fields[.userAgent] == nil { fields[.userAgent] = call.userAgent }
        fields[.origin] = nil
        let lines = Array(fields.map { "\($0.name): \($0.value)\r\n" }.joined().utf8)
        guard lines.count <= buffer.count else { return -1 }
        buffer.copyBytes(from: lines)
        return Int32(lines.count)
    }

    private func add(_ bytes: UnsafeRawBufferPointer, isBinary: Bool, isLast: Bool) -> Int32 {
        guard message.count + bytes.count <= call.request.maximumMessageSize else {
            return breakOff("a message is larger than the \(call.request.maximumMessageSize) bytes accepted")
        }
        message.append(contentsOf: bytes)
        life.heard(now: .now)
        guard isLast else { return 0 }
        defer { message = [] }
        let event: WebSocketEvent
        if isBinary {
            event = .binary(message)
        } else if let text = String(validating: message, as: UTF8.self) {
            event = .text(text)
        } else {
            return breakOff("a text message is not valid UTF-8")
        }
        guard call.inbox.deliver(event, size: message.count) else { return breakOff("messages are not read fast enough") }
        return 0
    }

    private func breakOff(_ reason: String) -> Int32 {
        update { $0.broke(reason) }
        return -1
    }

    /// One message or the close frame for each time that the connection can take more: libwebsockets wants no more.
    private func write() {
        guard let socket else { return }
        if let text = outgoing.popFirst() {
            var text = text
            let isSent = text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { chars in chars.baseAddress.map { cws_send(socket, $0, chars.count) } ?? true }
            }
            outgoingSize -= text.utf8.count
            if !isSent { cws_kill(socket) }
            if !outgoing.isEmpty || closeFrame != nil { cws_ask_writable(socket) }
        } else if let (code, reason) = closeFrame {
            closeFrame = nil
            cws_close(socket, Int32(code), reason, reason.utf8.count)
        }
    }

    /// A sentence for people out of libwebsockets' own words: the log says why a certificate is not trusted, the event hardly ever does.
    static func cause(_ reason: String, log: String) -> String {
        if log.hasPrefix("SSL error: ") { return String(log.dropFirst(11).prefix { $0 != "(" }).trimmed }
        if reason.hasPrefix("connect SSL err") { return "the handshake failed; perhaps no TLS is spoken there" }
        if reason.hasPrefix("connect SYSCALL") { return "the connection broke off during the handshake" }
        return reason.isEmpty ? log : reason
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}

/// Called by libwebsockets on the loop's thread. A plain function, not a closure: one that had taken on an actor's isolation would trap there.
func receiveWebSocketEvent(_ context: UnsafeMutableRawPointer?, _ event: UnsafePointer<cws_event>) -> Int32 {
    guard let context else { return 0 }
    return Unmanaged<WebSocketLink>.fromOpaque(context).takeUnretainedValue().receive(event.pointee)
}
