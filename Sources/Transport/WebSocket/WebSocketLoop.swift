import Base
import CWebSockets
import Synchronization

/// The thread on which libwebsockets runs, and the mailbox by which others speak to it.
final class WebSocketLoop: Sendable {
    enum Command: Sendable {
        case connect(WebSocketCall)
        case resolved(WebSocketCall, Result<[String], TransportError>)
        case send(WebSocketCall, String)
        case close(WebSocketCall, code: UInt16, reason: String)
        case abandon(WebSocketCall)
    }

    private struct Mailbox {
        var commands: [Command] = []
        var isOpen = true
        // Only for `cws_wake`, which may be called from any thread as long as the loop lives; it is taken out before that ends.
        nonisolated(unsafe) var loop: OpaquePointer?
    }

    private let caFile: String?
    private let resolve: Resolver.LookUp
    private let mailbox = Mutex(Mailbox())

    init(caFile: String?, resolve: @escaping Resolver.LookUp) {
        self.caFile = caFile
        self.resolve = resolve
    }

    /// Hands a command to the thread. After `stop`, attempts to connect fail with `TransportError.closed`.
    func submit(_ command: Command) {
        let isTaken = mailbox.withLock { mailbox in
            guard mailbox.isOpen else { return false }
            mailbox.commands.append(command)
            if let loop = mailbox.loop { cws_wake(loop) }
            return true
        }
        if !isTaken, case .connect(let call) = command { call.inbox.fail(TransportError.closed) }
    }

    /// Makes `run` return soon.
    func stop() {
        mailbox.withLock { mailbox in
            mailbox.isOpen = false
            if let loop = mailbox.loop { cws_wake(loop) }
        }
    }

    /// The thread's body: turns until stopped.
    func run() {
        guard let loop = cws_create(caFile, receiveWebSocketEvent) else {
            // No memory or no descriptors; whoever connects is told.
            let commands = mailbox.withLock { mailbox in
                mailbox.isOpen = false
                return mailbox.commands
            }
            for case .connect(let call) in commands { call.inbox.fail(TransportError.closed) }
            return
        }
        let engine = WebSocketEngine(loop, resolve: resolve) { [weak self] in self?.submit($0) }
        mailbox.withLock { $0.loop = loop }
        while true {
            let (commands, isOpen) = mailbox.withLock { mailbox in
                defer { mailbox.commands = [] }
                if !mailbox.isOpen { mailbox.loop = nil }
                return (mailbox.commands, mailbox.isOpen)
            }
            for command in commands { engine.handle(command) }
            guard isOpen else { break }
            engine.turn()
        }
        engine.abandonAll()
        // The ends of what was open are reported from within, to connections that the engine holds.
        withExtendedLifetime(engine) { cws_destroy(loop) }
    }
}

/// All connections of the loop, on its thread.
private final class WebSocketEngine {
    private let loop: OpaquePointer
    private let resolve: Resolver.LookUp
    private let submit: @Sendable (WebSocketLoop.Command) -> Void
    private var links: [ObjectIdentifier: WebSocketLink] = [:]
    private var routes: [Proxy?: OpaquePointer] = [:]

    init(_ loop: OpaquePointer, resolve: @escaping Resolver.LookUp, submit: @escaping @Sendable (WebSocketLoop.Command) -> Void) {
        self.loop = loop
        self.resolve = resolve
        self.submit = submit
    }

    func handle(_ command: WebSocketLoop.Command) {
        switch command {
        case .connect(let call):
            links[ObjectIdentifier(call)] = WebSocketLink(call)
            resolve(call.proxy?.host ?? call.address.host) { [submit] in submit(.resolved(call, $0)) }
        case .resolved(let call, let addresses):
            links[ObjectIdentifier(call)]?.update { $0.resolved(addresses, now: .now) }
        case .send(let call, let text):
            links[ObjectIdentifier(call)]?.send(text)
        case .close(let call, let code, let reason):
            links[ObjectIdentifier(call)]?.close(code: code, reason: reason)
        case .abandon(let call):
            links[ObjectIdentifier(call)]?.update { $0.abandon() }
        }
    }

    func turn() {
        for link in links.values {
            link.update { $0.timePassed(now: .now) }
            while let address = link.nextAddress { connect(link, to: address) }
        }
        links = links.filter { !$0.value.isFinished }
        let now = ContinuousClock.now
        let next = links.values.compactMap(\.life.deadline).min().map { $0 - now } ?? .seconds(60)
        cws_turn(loop, Int64(min(max(next, .zero), .seconds(60)).milliseconds + 1) * 1000)
    }

    func abandonAll() {
        for link in links.values { link.update { $0.abandon() } }
    }

    private func connect(_ link: WebSocketLink, to address: String) {
        let call = link.call
        var proxy: String?
        if let settings = call.proxy {
            let host = address.contains(":") ? "[\(address)]" : address
            proxy = "\(settings.credentials.map { "\($0.revealed)@" } ?? "")\(host):\(settings.port)"
        }
        guard let route = routes[call.proxy] ?? cws_route_create(loop, proxy) else {
            link.couldNotConnect(.tls(host: call.address.host, reason: "TLS cannot be set up: \(WebSocketLink.lastError)"))
            return
        }
        routes[call.proxy] = route
        if let proxy { cws_route_set_proxy(route, proxy) }
        // Through a proxy the name goes to it; directly, the address that was looked up is used, and the name only in TLS and `Host`.
        link.connect(through: route, to: call.proxy == nil ? address : call.address.host)
    }
}
