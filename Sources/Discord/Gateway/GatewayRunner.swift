import Base
import Foundation
import HTTPTypes
import Logging
import ServiceLifecycle
import Synchronization
import Transport

/// Does what the machine decides: one loop takes the inputs in order, one at a time, and carries the actions out. Whatever waits (the API,
/// a connection being made, the frames of an open one) does so in a child task and reports to the loop's mailbox.
///
/// Dispatches go to `deliver` after their sequence is recorded. A reader who lags is waited for before the next frame is taken from the
/// connection, while heartbeats go on; if that lasts, the connection ends and Discord replays on the resumed one what was not taken. So
/// nothing is dropped.
final class GatewayRunner: Sendable {
    /// Where connections come from; everything that the machine itself does not have.
    struct Environment: Sendable {
        var sockets: any WebSocketClient
        var userAgent: String
        var locate: @Sendable () async throws -> GatewayLocation
        /// What all shards share.
        var entrance: SharedEntrance
        /// Where IDENTIFYs are noted for the next process; nil: nowhere.
        var ledger: (any IdentifyLedger)?
        /// Called once with how many shards Discord recommends, where that is asked for.
        var split: @Sendable (Int) -> Void = { _ in }
        var timeline: Timeline
        /// Even draws from 0 to 1.
        var random: @Sendable () -> Double
        var logger: Logger
    }

    /// An input, and which connection it is about: one that has been given up has nothing more to say.
    private struct Report: Sendable {
        var connection: Int?
        var input: GatewayMachine.Input
        /// Comes with `.connected`.
        var socket: (any WebSocketConnection)?
        /// Comes with a frame: when this is posted, the next frame may be taken.
        var turn: Mailbox<Void>?
    }

    /// How long an IDENTIFY waits for being noted: what the spacing has beyond Discord's 5 s covers it.
    private static let noting = Duration.milliseconds(200)

    private let environment: Environment
    private let dispatches: Mailbox<GatewayEvent>
    private let reports = Mailbox<Report>(capacity: 16)
    private let current = Mutex(GatewayStatus.offline)

    /// - Parameter dispatches: Where they go, in order.
    init(_ environment: Environment, dispatches: Mailbox<GatewayEvent>) {
        self.environment = environment
        self.dispatches = dispatches
    }

    var status: GatewayStatus { current.withLock { $0 } }

    /// Keeps connected until a graceful shutdown or cancellation; then it says goodbye.
    func run(as machine: GatewayMachine) async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                // Throws on cancellation, which the loop sees by itself.
                guard (try? await gracefulShutdown()) != nil else { return }
                await self.reports.send(Report(input: .shutdown))
            }
            var loop = Loop(machine: machine)
            await drive(&loop, in: &group)
            // On cancellation the machine was not asked; the bot should show offline all the same.
            loop.socket?.close(code: GatewayMachine.goodbyeClose, reason: "")
            group.cancelAll()
        }
        current.withLock { $0 = .offline }
    }

    /// What the loop alone touches.
    private struct Loop {
        var machine: GatewayMachine
        /// The number of the connection that counts.
        var connection = 0
        var socket: (any WebSocketConnection)?
    }

    private func drive(_ loop: inout Loop, in group: inout DiscardingTaskGroup) async {
        var report = Report(input: .start)
        while true {
            if let number = report.connection, number != loop.connection {
                report.socket?.close(code: GatewayMachine.goodbyeClose, reason: "")
                report.turn?.post(())
            } else {
                if let socket = report.socket {
                    loop.socket = socket
                    read(socket, number: loop.connection, loop.machine.compression, in: &group)
                }
                var turn = report.turn
                let actions = environment.entrance.value.withLock { entrance in
                    loop.machine.step(report.input, entrance: &entrance, now: environment.timeline.now, random: environment.random())
                }
                for action in actions {
                    if action == .finish { return }
                    await perform(action, &loop, &turn, in: &group)
                }
                turn?.post(())
                publish(loop.machine, after: report.input)
            }
            // What is due comes before what has arrived: a flood of events must not hold up a heartbeat. A tick always moves the deadline on.
            if let deadline = loop.machine.deadline, deadline <= environment.timeline.now {
                if Task.isCancelled { return }
                report = Report(input: .tick)
                continue
            }
            let next = await reports.next(until: loop.machine.deadline, on: environment.timeline)
            if next == nil && Task.isCancelled { return }
            report = next ?? Report(input: .tick)
        }
    }

    /// - Parameter turn: Taken away when the next frame has to wait for something.
    private func perform(
        _ action: GatewayMachine.Action, _ loop: inout Loop, _ turn: inout Mailbox<Void>?, in group: inout DiscardingTaskGroup
    ) async {
        switch action {
        case .locate: group.addTask { await self.locate() }
        case .split(let count): environment.split(count)
        case .connect(let url):
            loop.connection += 1
            group.addTask { [number = loop.connection] in await self.connect(to: url, number: number) }
        case .send(let command):
            if case .identify = command { await note(loop.machine.shard, in: &group) }
            loop.socket?.send(command.encoded())
        case .close(let code):
            environment.logger.info("closing the gateway connection", metadata: ["code": "\(code)"])
            loop.socket?.close(code: code, reason: "")
            // Only when leaving is its end waited for.
            if case .leaving = loop.machine.state { break }
            loop.connection += 1
            loop.socket = nil
        case .dispatch(let event):
            if case .unreadable(let name) = event {
                environment.logger.warning("an event could not be read", metadata: ["event": "\(name)"])
            }
            guard !dispatches.post(event) else { break }
            group.addTask { [dispatches, turn] in
                await dispatches.send(event)
                turn?.post(())
            }
            turn = nil
        case .stop(let reason): environment.logger.critical("\(reason.reason). \(reason.remedy)")
        case .finish: break
        }
    }

    /// Notes an IDENTIFY before it is sent, so that a process that is killed right after it has noted it.
    private func note(_ shard: Int, in group: inout DiscardingTaskGroup) async {
        guard let ledger = environment.ledger else { return }
        let (now, done) = (Date(), Mailbox<Void>(capacity: 1))
        group.addTask { [logger = environment.logger] in
            do {
                try await ledger.note(shard: shard, at: now)
            } catch {
                logger.warning("An IDENTIFY was not noted; a restart may come too soon after it", metadata: ["cause": "\(error)"])
            }
            done.post(())
        }
        await done.next(until: environment.timeline.now + Self.noting, on: environment.timeline)
    }

    private func locate() async {
        let input: GatewayMachine.Input
        do {
            input = .located(try await environment.locate())
        } catch let error as DiscordError {
            switch error.kind {
            case .unauthorized: input = .tokenRejected
            case .rateLimited(let pause), .tooManyInvalidRequests(let pause), .blocked(let pause?):
                input = .notLocated(GatewayTrouble(error), retryAfter: pause)
            default: input = .notLocated(GatewayTrouble(error), retryAfter: nil)
            }
        } catch {
            // Cancelled: the loop sees that by itself.
            input = .notLocated(GatewayTrouble(.http, "\(error)"), retryAfter: nil)
        }
        await reports.send(Report(input: input))
    }

    private func connect(to url: String, number: Int) async {
        // Heartbeats tell much sooner; this is for the case that they do not run.
        let request = WebSocketRequest(url: url, fields: [.userAgent: environment.userAgent], idle: .seconds(300))
        var report: Report
        do {
            let socket = try await environment.sockets.connect(to: request)
            report = Report(connection: number, input: .connected, socket: socket)
        } catch {
            let trouble = (error as? TransportError).map { GatewayTrouble($0) } ?? GatewayTrouble(.connection, "\(error)")
            report = Report(connection: number, input: .notConnected(trouble))
        }
        if await !reports.send(report) { report.socket?.close(code: GatewayMachine.goodbyeClose, reason: "") }
    }

    /// Hands the connection's payloads over one by one, each when the one before it has been taken.
    private func read(
        _ socket: any WebSocketConnection, number: Int, _ compression: GatewayCompression, in group: inout DiscardingTaskGroup
    ) {
        group.addTask {
            let turn = Mailbox<Void>(capacity: 1)
            do throws(StreamInflater.Failure) {
                var stream = try PayloadStream(compression)
                for await event in socket.events {
                    guard let input = try Self.input(event, &stream) else { continue }
                    guard await self.reports.send(Report(connection: number, input: input, turn: turn)) else { return }
                    await turn.next()
                }
            } catch {
                await self.reports.send(Report(connection: number, input: .undecodable(reason: Self.words(for: error))))
            }
        }
    }

    /// - Returns: nil for a part of a payload that goes on.
    private static func input(
        _ event: WebSocketEvent, _ stream: inout PayloadStream
    ) throws(StreamInflater.Failure) -> GatewayMachine.Input? {
        switch event {
        case .text(let text): .received(GatewayPayload(text))
        case .binary(let bytes): try stream.take(bytes).map { .received(GatewayPayload($0)) }
        case .ended(.closedByPeer(let code, _)): .ended(code: code)
        case .ended(.closedByUs), .ended(.lost): .ended(code: nil)
        }
    }

    private static func words(for failure: StreamInflater.Failure) -> String {
        switch failure {
        case .damaged: "what the gateway sent cannot be decompressed"
        case .tooLarge(let limit): "the gateway sent a payload of more than \(limit) bytes"
        case .noMemory: "there is no memory for decompression"
        }
    }

    private func publish(_ machine: GatewayMachine, after input: GatewayMachine.Input) {
        let now = environment.timeline.now
        let status = GatewayStatus(machine) { Date(timeIntervalSinceNow: -Double((now - $0) / .seconds(1))) }
        let before = current.withLock { current in
            defer { current = status }
            return current
        }
        if case .ended(let code?) = input, CloseVerdict.isOurMistake(code), let trouble = machine.trouble {
            environment.logger.error("Discord complains; report this as a mistake of Docent", metadata: ["because": "\(trouble.reason)"])
        }
        switch (before.isLive, status) {
        case (false, .live): environment.logger.info("connected to Discord")
        case (true, .connecting(_, let trouble)):
            environment.logger.notice("reconnecting to Discord", metadata: ["because": "\(trouble?.reason ?? "")"])
        case (false, .connecting(let failures, let trouble?)):
            // Frames and ticks do not change what failed.
            switch input {
            case .notConnected, .notLocated, .ended:
                environment.logger.warning(
                    "no connection to Discord yet",
                    metadata: [
                        "failures": "\(failures)", "stage": "\(trouble.stage.rawValue)", "because": "\(trouble.reason)",
                        "remedy": "\(trouble.remedy)",
                    ])
            case .start, .tick, .located, .tokenRejected, .connected, .received, .undecodable, .shutdown: break
            }
        case (_, _): break
        }
    }
}
