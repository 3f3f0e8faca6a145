/// What a connection goes through from the look-up of its name to its end: told what happens, it says what to do.
struct WebSocketLife {
    typealias Instant = ContinuousClock.Instant

    enum Action: Equatable {
        /// Begin to connect to this address.
        case connect(String)
        /// Break off the attempt or connection that there is.
        case kill
        case reportOpen
        case reportFailure(TransportError)
        case reportEnd(WebSocketEnd)
    }

    /// How far an attempt has come.
    enum Stage: String {
        case connection, tls = "TLS", upgrade
    }

    private enum State {
        /// Becomes `connecting` or `over`.
        case resolving
        /// Goes on to the next address as long as TCP does not stand. Becomes `open` or `over`.
        case connecting(Stage, rest: ArraySlice<String>, attemptEnd: Instant)
        /// Becomes `closing` or `over`.
        /// - Parameter idleEnd: When the peer has been silent for too long; nil where it may be.
        case open(idleEnd: Instant?)
        /// A close frame is on its way; the peer has until then to answer it. Becomes `over`.
        case closing(end: Instant)
        /// Everything has been reported.
        case over
    }

    /// How long a peer has to answer our close frame.
    static let closePatience = Duration.seconds(5)

    private var state = State.resolving
    private let host: String
    private let proxy: String?
    private let isSecure: Bool
    private let end: Instant
    private let idle: Duration?

    /// - Parameters:
    ///   - proxy: The host of the proxy, where there is one.
    ///   - idle: The longest silence of an open connection's peer.
    init(host: String, proxy: String?, isSecure: Bool, timeout: Duration, idle: Duration? = nil, now: Instant) {
        self.host = host
        self.proxy = proxy
        self.isSecure = isSecure
        self.idle = idle
        end = now + timeout
    }

    /// Whether the connection stands and may be sent on.
    var isOpen: Bool { if case .open = state { true } else { false } }
    var isOver: Bool { if case .over = state { true } else { false } }

    /// The moment at which `timePassed` has to be called.
    var deadline: Instant? {
        switch state {
        case .resolving: end
        case .connecting(_, _, let attemptEnd): attemptEnd
        case .closing(let end): end
        case .open(let idleEnd): idleEnd
        case .over: nil
        }
    }

    // MARK: On the way there

    mutating func resolved(_ addresses: Result<[String], TransportError>, now: Instant) -> [Action] {
        guard case .resolving = state else { return [] }
        switch addresses {
        case .success(let addresses): return tryNext(of: addresses[...], now: now)
        case .failure(let error): return fail(error)
        }
    }

    /// TCP stands, with the host or the proxy.
    mutating func connected() {
        guard case .connecting = state else { return }
        state = .connecting(isSecure ? .tls : .upgrade, rest: [], attemptEnd: end)
    }

    /// TLS stands, or there is none; the upgrade is being asked for.
    mutating func asking() {
        guard case .connecting = state else { return }
        state = .connecting(.upgrade, rest: [], attemptEnd: end)
    }

    mutating func opened(now: Instant) -> [Action] {
        guard case .connecting = state else { return [.kill] }
        state = .open(idleEnd: idle.map { now + $0 })
        return [.reportOpen]
    }

    /// A part of a message has come.
    mutating func heard(now: Instant) {
        if case .open = state { state = .open(idleEnd: idle.map { now + $0 }) }
    }

    // MARK: On the way out

    /// The attempt or connection is over.
    /// - Parameters:
    ///   - status: The HTTP status by which the upgrade was refused; 0 if there was none.
    ///   - reason: What libwebsockets says about it.
    mutating func ended(status: Int, reason: String, now: Instant) -> [Action] {
        switch state {
        case .resolving, .over: return []
        case .connecting(.connection, let rest, _) where !rest.isEmpty: return tryNext(of: rest, now: now)
        case .connecting(let stage, _, _): return fail(failure(at: stage, status: status, reason: reason))
        case .open: return finish(.lost(reason: "the connection broke off"))
        case .closing: return finish(.closedByUs)
        }
    }

    mutating func peerCloses(code: UInt16?, reason: String) -> [Action] {
        switch state {
        case .open: finish(.closedByPeer(code: code, reason: reason))
        case .closing: finish(.closedByUs)
        case .resolving, .connecting, .over: []
        }
    }

    /// A bound of ours was passed, or the peer broke a rule.
    mutating func broke(_ reason: String) -> [Action] {
        switch state {
        case .open, .closing: finish(.lost(reason: reason)) + [.kill]
        case .resolving, .connecting, .over: []
        }
    }

    /// The close frame is about to be sent.
    mutating func close(now: Instant) {
        guard case .open = state else { return }
        state = .closing(end: now + Self.closePatience)
    }

    /// Nobody wants it any more, or (with the error) the client is shut down.
    mutating func abandon(_ error: TransportError = .closed) -> [Action] {
        switch state {
        case .resolving: fail(error)
        case .connecting: fail(error) + [.kill]
        case .open, .closing: finish(.lost(reason: "\(error)")) + [.kill]
        case .over: []
        }
    }

    mutating func timePassed(now: Instant) -> [Action] {
        guard let deadline, deadline <= now else { return [] }
        switch state {
        case .resolving:
            return fail(.timeout(host: proxy ?? host, stage: "name"))
        case .connecting(let stage, let rest, _) where now < end:
            // Its end comes with the next turn of the loop, and brings the next address.
            state = .connecting(stage, rest: rest, attemptEnd: end)
            return [.kill]
        case .connecting(let stage, _, _):
            return fail(.timeout(host: host, stage: stage.rawValue)) + [.kill]
        case .closing:
            return finish(.closedByUs) + [.kill]
        case .open:
            return finish(.lost(reason: "nothing has come for \(idle?.components.seconds ?? 0) s")) + [.kill]
        case .over:
            return []
        }
    }

    // MARK: Steps

    /// Half of the time left is for this address as long as others follow, so that one that swallows everything leaves time for them.
    private mutating func tryNext(of addresses: ArraySlice<String>, now: Instant) -> [Action] {
        guard let address = addresses.first else { return fail(.name(host: proxy ?? host, reason: "it has no address")) }
        let rest = addresses.dropFirst()
        state = .connecting(.connection, rest: rest, attemptEnd: rest.isEmpty ? end : now + (end - now) / 2)
        return [.connect(address)]
    }

    private mutating func fail(_ error: TransportError) -> [Action] {
        state = .over
        return [.reportFailure(error)]
    }

    private mutating func finish(_ end: WebSocketEnd) -> [Action] {
        state = .over
        return [.reportEnd(end)]
    }

    private func failure(at stage: Stage, status: Int, reason: String) -> TransportError {
        let isProxys = proxy != nil && reason.lowercased().contains("proxy")
        return switch stage {
        case .connection: .connect(host: proxy ?? host, reason: reason)
        case .tls where isProxys, .upgrade where isProxys: .connect(host: host, reason: "the proxy \(proxy ?? "") did not open a tunnel (\(reason))")
        case .tls: .tls(host: host, reason: reason)
        case .upgrade where status > 0 && status != 101: .refused(host: host, status: status, reason: "no WebSocket here")
        case .upgrade: .broken(host: host, reason: reason.isEmpty ? "the upgrade was not answered" : reason)
        }
    }
}
