import Base

/// From one connection to the next.
extension GatewayMachine {
    /// Leads to a connection: at once, after the waits that an IDENTIFY needs, or by way of GET /gateway/bot.
    mutating func begin(_ entry: Entry, now: Duration) -> [Action] {
        switch entry {
        case .identify:
            switch entrance.admit(shard, now: now) {
            case .locate:
                state = .locating(until: now + Wait.locate)
                return [.locate]
            case .exhausted(let until):
                trouble = GatewayTrouble(.limit, "Discord allows no new session for \(Self.hours(until - now))")
                state = .waiting(until: until, .identify)
                return []
            case .wait(let until):
                state = .waiting(until: until, .identify)
                return []
            case .connect(let url): return connect(to: url, entry, now: now)
            }
        case .resume(let session, let door):
            let own = door == .own ? session.resumeURL.flatMap { GatewayURL.connecting(to: $0, compression) } : nil
            guard let url = own ?? entrance.url else { return begin(.identify, now: now) }
            return connect(to: url, entry, now: now)
        }
    }

    private mutating func connect(to url: String, _ entry: Entry, now: Duration) -> [Action] {
        state = .connecting(entry, until: now + Wait.connect)
        return [.connect(url: url)]
    }

    private static func hours(_ duration: Duration) -> String {
        let minutes = duration.components.seconds / 60 + 1
        return minutes < 120 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    }

    /// Waits before the next try, longer after each failure in a row.
    mutating func retry(_ entry: Entry, atLeast pause: Duration = .zero, now: Duration, random: Double) {
        // The first of several is an accident.
        let churn = entry == .identify ? identifies - 1 : min(shortSessions - 1, Wait.mostShortSessions)
        let delay = max(Wait.backoff.delay(attempt: max(failures, churn), jitter: random), pause)
        failures += 1
        entrance.leave(shard)
        state = .waiting(until: now + delay, entry)
    }

    mutating func located(_ found: GatewayLocation, now: Duration, random: Double) -> [Action] {
        guard case .locating = state else { return [] }
        guard let url = GatewayURL.connecting(to: found.url, compression) else {
            return notLocated(GatewayTrouble(.http, "the API gave an address that is none"), pause: nil, now: now, random: random)
        }
        entrance.located(url, found.limit, now: now)
        var actions: [Action] = []
        if shards == nil {
            let count = min(max(found.shards, 1), ShardPlan.maximum)
            shards = count
            actions.append(.split(into: count))
        }
        return actions + begin(.identify, now: now)
    }

    mutating func notLocated(_ reason: GatewayTrouble, pause: Duration?, now: Duration, random: Double) -> [Action] {
        guard case .locating = state else { return [] }
        trouble = reason
        if pause == nil && entrance.trust(now: now) { return begin(.identify, now: now) }
        retry(.identify, atLeast: pause ?? .zero, now: now, random: random)
        return []
    }

    mutating func connected(now: Duration) -> [Action] {
        guard case .connecting(let entry, _) = state else { return [] }
        sends = SendBudget()
        state = .greeting(entry, until: now + Wait.hello)
        return []
    }

    mutating func notConnected(_ reason: GatewayTrouble, now: Duration, random: Double) -> [Action] {
        guard case .connecting(let entry, _) = state else { return [] }
        trouble = reason
        if entry == .identify { entrance.doubt() }
        retry(entry.throughOtherDoor, now: now, random: random)
        return []
    }

    mutating func ended(_ code: UInt16?, now: Duration, random: Double) -> [Action] {
        switch state {
        case .leaving:
            state = .finished
            return [.finish]
        case .idle, .waiting, .locating, .stopped, .finished: return []
        case .connecting, .greeting, .entering, .live:
            trouble = GatewayTrouble(closedWith: code)
            switch CloseVerdict(code: code) {
            case .resume: abandon(resuming: true, now: now, random: random)
            case .identify: abandon(resuming: false, now: now, random: random)
            case .stop(let reason): return stop(reason)
            }
            return []
        }
    }

    /// Decides how to come back from the connection that has just been lost or given up.
    mutating func abandon(resuming: Bool, atLeast pause: Duration = .zero, now: Duration, random: Double) {
        let next: Entry
        switch state {
        case .idle, .waiting, .locating, .leaving, .stopped, .finished: return
        case .connecting(let entry, _), .greeting(let entry, _): next = entry.throughOtherDoor
        case .entering(.identify, _, _): next = .identify
        case .entering(.resume(let session, _), _, _):
            refusals += 1
            next = refusals < Self.refusalsBeforeIdentify ? .resume(session, through: .own) : .identify
        case .live(let session, _, let since):
            shortSessions = now - since < Wait.settled ? shortSessions + 1 : 0
            next = .resume(session, through: .own)
        }
        if !resuming || next == .identify { refusals = 0 }
        retry(resuming ? next : .identify, atLeast: pause, now: now, random: random)
    }

    mutating func stop(_ reason: StopReason) -> [Action] {
        switch state {
        case .leaving, .stopped, .finished: return []
        case .idle, .waiting, .locating:
            entrance.leave(shard)
            state = .stopped(reason)
            return [.stop(reason)]
        case .connecting, .greeting, .entering, .live:
            entrance.leave(shard)
            state = .stopped(reason)
            return [.close(code: Self.goodbyeClose), .stop(reason)]
        }
    }

    mutating func shutdown(now: Duration) -> [Action] {
        entrance.leave(shard)
        switch state {
        case .leaving, .finished: return []
        case .idle, .waiting, .locating, .stopped:
            state = .finished
            return [.finish]
        case .connecting:
            state = .finished
            return [.close(code: Self.goodbyeClose), .finish]
        case .greeting, .entering, .live:
            state = .leaving(until: now + Wait.goodbye)
            return [.close(code: Self.goodbyeClose)]
        }
    }
}
