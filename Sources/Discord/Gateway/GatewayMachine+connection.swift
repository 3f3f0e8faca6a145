/// Within one connection.
extension GatewayMachine {
    mutating func tick(now: Duration, random: Double) -> [Action] {
        switch state {
        case .idle, .stopped, .finished: return []
        case .waiting(let until, let entry): return now >= until ? begin(entry, now: now) : []
        case .locating(let until):
            return now >= until ? notLocated(GatewayTrouble(.http, "the API did not answer"), pause: nil, now: now, random: random) : []
        case .connecting(_, let until):
            return now >= until ? giveUp(GatewayTrouble(.connection, "no connection in time"), now: now, random: random) : []
        case .greeting(_, let until):
            return now >= until ? giveUp(GatewayTrouble(.hello, "the gateway sent no Hello"), now: now, random: random) : []
        case .entering(let entry, var heartbeat, let until):
            if now >= until {
                return giveUp(GatewayTrouble(.session, "the gateway did not confirm the session"), now: now, random: random)
            }
            let beat = heartbeat.beat(now: now)
            state = .entering(entry, heartbeat, until: until)
            return perform(beat, now: now, random: random)
        case .live(let session, var heartbeat, let since):
            let beat = heartbeat.beat(now: now)
            state = .live(session, heartbeat, since: since)
            return perform(beat, now: now, random: random)
        case .leaving(let until):
            guard now >= until else { return [] }
            state = .finished
            return [.finish]
        }
    }

    private mutating func perform(_ beat: Heartbeat.Beat, now: Duration, random: Double) -> [Action] {
        switch beat {
        case .notYet: []
        case .send: send(.heartbeat(sequence: sequence), now: now)
        case .dead: giveUp(GatewayTrouble(.connected, "a heartbeat was not acknowledged"), now: now, random: random)
        }
    }

    /// Ends a connection from our side in such a way that the session can be resumed.
    private mutating func giveUp(_ reason: GatewayTrouble, now: Duration, random: Double) -> [Action] {
        trouble = reason
        abandon(resuming: true, now: now, random: random)
        return [.close(code: Self.resumableClose)]
    }

    mutating func undecodable(_ reason: String, now: Duration, random: Double) -> [Action] {
        switch state {
        case .idle, .waiting, .locating, .connecting, .leaving, .stopped, .finished: []
        case .greeting, .entering, .live: giveUp(GatewayTrouble(.connected, reason), now: now, random: random)
        }
    }

    mutating func received(_ payload: GatewayPayload, now: Duration, random: Double) -> [Action] {
        switch state {
        case .idle, .waiting, .locating, .connecting, .leaving, .stopped, .finished: return []
        case .greeting, .entering, .live: break
        }
        switch payload {
        case .dispatch(let event, let sequence): return dispatched(event, sequence, now: now)
        case .heartbeatRequest:
            // At once, and without touching the bookkeeping: whether the last scheduled beat was answered remains open.
            return sends.hasRoom(now: now) ? send(.heartbeat(sequence: sequence), now: now) : []
        case .reconnect: return giveUp(GatewayTrouble(.connected, "the gateway asked to reconnect"), now: now, random: random)
        case .invalidSession(let resumable):
            trouble = GatewayTrouble(.session, "the gateway refused the session")
            // One to five seconds, as the documentation asks for; the draw serves here and not for the backoff.
            let pause: Duration = resumable ? .zero : .seconds(1) + .seconds(4) * random
            abandon(resuming: resumable, atLeast: pause, now: now, random: resumable ? random : 0)
            return [.close(code: Self.resumableClose)]
        case .hello(let interval): return greeted(interval, now: now, random: random)
        case .acknowledgement: return acknowledged(now: now)
        case .unknown: return []
        }
    }

    private mutating func greeted(_ interval: Duration, now: Duration, random: Double) -> [Action] {
        guard case .greeting(let entry, _) = state else { return [] }
        let command: GatewayCommand =
            switch entry {
            case .identify: .identify(token: token, intents: intents, shard: Shard(id: shard, of: shards ?? 1))
            case .resume(let session, _): .resume(token: token, session: session.id, sequence: session.sequence)
            }
        guard command.encoded().utf8.count <= GatewayCommand.maximumSize else { return stop(.oversizedToken) }
        if entry == .identify {
            entrance.identified(shard, now: now)
            identifies = identifiedAt.map { now - $0 < Wait.settled * 2 } == true ? identifies + 1 : 1
            identifiedAt = now
        }
        state = .entering(entry, Heartbeat(interval: interval, now: now, jitter: random), until: now + Wait.ready)
        return send(command, now: now)
    }

    private mutating func acknowledged(now: Duration) -> [Action] {
        switch state {
        case .entering(let entry, var heartbeat, let until):
            heartbeat.acknowledged(now: now)
            state = .entering(entry, heartbeat, until: until)
        case .live(let session, var heartbeat, let since):
            heartbeat.acknowledged(now: now)
            state = .live(session, heartbeat, since: since)
        case .idle, .waiting, .locating, .connecting, .greeting, .leaving, .stopped, .finished: break
        }
        return []
    }

    /// The sequence is recorded before anybody is told of the event.
    private mutating func dispatched(_ event: GatewayEvent, _ sequence: Int?, now: Duration) -> [Action] {
        switch (state, event) {
        case (.entering(_, let heartbeat, _), .ready(let ready)), (.live(_, let heartbeat, _), .ready(let ready)):
            let session = GatewaySession(id: ready.sessionID, resumeURL: ready.resumeURL, sequence: sequence ?? 0)
            enter(session, heartbeat, now: now)
        case (.entering(.resume(var session, _), let heartbeat, _), .resumed):
            session.record(sequence)
            enter(session, heartbeat, now: now)
        case (.entering(.resume(var session, let door), let heartbeat, _), _):
            session.record(sequence)
            state = .entering(.resume(session, through: door), heartbeat, until: now + Wait.ready)
        case (.live(var session, let heartbeat, let since), _):
            session.record(sequence)
            state = .live(session, heartbeat, since: since)
        case (.entering(.identify, _, _), _): break
        case (.idle, _), (.waiting, _), (.locating, _), (.connecting, _), (.greeting, _), (.leaving, _), (.stopped, _), (.finished, _): return []
        }
        return [.dispatch(event)]
    }

    /// READY or RESUMED, and nothing before them, ends a row of failures.
    private mutating func enter(_ session: GatewaySession, _ heartbeat: Heartbeat, now: Duration) {
        failures = 0
        refusals = 0
        trouble = nil
        state = .live(session, heartbeat, since: now)
    }

    /// The last sequence, for heartbeats.
    private var sequence: Int? {
        switch state {
        case .greeting(let entry, _), .entering(let entry, _, _): entry.session?.sequence
        case .live(let session, _, _): session.sequence
        case .idle, .waiting, .locating, .connecting, .leaving, .stopped, .finished: nil
        }
    }

    private mutating func send(_ command: GatewayCommand, now: Duration) -> [Action] {
        sends.record(now: now)
        return [.send(command)]
    }
}
