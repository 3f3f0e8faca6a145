import CCurl
import Synchronization

/// The thread on which libcurl runs, and the mailbox by which others speak to it.
final class CurlLoop: Sendable {
    enum Command: Sendable {
        case start(Exchange)
        case resume(Exchange)
        case cancel(Exchange)
    }

    private struct Mailbox {
        var commands: [Command] = []
        var isOpen = true
    }

    private let caFile: String?
    private let userAgent: String
    private let mailbox = Mutex(Mailbox())
    // Used by the loop's thread alone, except for `curl_multi_wakeup`, which may be called from any thread while the handle lives;
    // the mailbox's lock and `isOpen` see to that.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

    init(caFile: String?, userAgent: String) {
        self.caFile = caFile
        self.userAgent = userAgent
        guard ccurl_start() == 0, let multi = curl_multi_init() else {
            // No memory, or an OpenSSL that cannot seed its random numbers: nothing could go on from here.
            preconditionFailure("libcurl cannot start")
        }
        self.multi = multi
    }

    /// Hands a command to the thread. After `stop`, exchanges end with `TransportError.closed`.
    func submit(_ command: Command) {
        let isTaken = mailbox.withLock { mailbox in
            guard mailbox.isOpen else { return false }
            mailbox.commands.append(command)
            curl_multi_wakeup(multi)
            return true
        }
        if !isTaken, case .start(let exchange) = command { exchange.end(TransportError.closed) }
    }

    /// Makes `run` return soon.
    func stop() {
        mailbox.withLock { mailbox in
            guard mailbox.isOpen else { return }
            mailbox.isOpen = false
            curl_multi_wakeup(multi)
        }
    }

    /// The thread's body: turns until stopped.
    func run() {
        var transfers: [ObjectIdentifier: CurlTransfer] = [:]
        var isOpen = true
        while isOpen {
            let commands: [Command]
            (commands, isOpen) = mailbox.withLock { mailbox in
                defer { mailbox.commands = [] }
                return (mailbox.commands, mailbox.isOpen)
            }
            for command in commands { handle(command, &transfers) }
            guard isOpen else { break }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            collectFinished(&transfers)
            endOverdue(&transfers)
            curl_multi_poll(multi, nil, 0, patience(transfers), nil)
        }
        for transfer in transfers.values { remove(transfer, &transfers, error: TransportError.closed) }
        curl_multi_cleanup(multi)
    }

    private func handle(_ command: Command, _ transfers: inout [ObjectIdentifier: CurlTransfer]) {
        switch command {
        case .start(let exchange):
            guard !exchange.hasEnded else { return }
            let transfer = CurlTransfer(exchange, caFile: caFile, userAgent: userAgent)
            guard curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
                exchange.end(TransportError.broken(host: exchange.address.host, reason: "libcurl did not take the request"))
                return
            }
            transfers[ObjectIdentifier(exchange)] = transfer
        case .resume(let exchange):
            transfers[ObjectIdentifier(exchange)]?.resume()
        case .cancel(let exchange):
            guard let transfer = transfers[ObjectIdentifier(exchange)] else { return }
            remove(transfer, &transfers, error: CancellationError())
        }
    }

    private func collectFinished(_ transfers: inout [ObjectIdentifier: CurlTransfer]) {
        var result = CURLE_OK
        while let easy = ccurl_next_finished(multi, &result) {
            guard let transfer = transfers.values.first(where: { $0.easy == easy }) else { continue }
            remove(transfer, &transfers, error: transfer.error(for: result))
        }
    }

    private func endOverdue(_ transfers: inout [ObjectIdentifier: CurlTransfer]) {
        let now = ContinuousClock.now
        for transfer in transfers.values where transfer.clock.deadline.map({ $0 <= now }) ?? false {
            remove(transfer, &transfers, error: transfer.timeout)
        }
    }

    /// Takes the transfer off libcurl, which closes its connection (or resets its HTTP/2 stream) unless the answer is complete.
    private func remove(_ transfer: CurlTransfer, _ transfers: inout [ObjectIdentifier: CurlTransfer], error: (any Error)?) {
        curl_multi_remove_handle(multi, transfer.easy)
        transfers[ObjectIdentifier(transfer.exchange)] = nil
        transfer.exchange.end(error)
    }

    /// How long nothing has to be done unless something happens, in milliseconds. libcurl's own timers shorten it in `curl_multi_poll`.
    private func patience(_ transfers: [ObjectIdentifier: CurlTransfer]) -> Int32 {
        let now = ContinuousClock.now
        let next = transfers.values.compactMap(\.clock.deadline).min().map { $0 - now } ?? .seconds(60)
        return Int32(min(max(next, .zero), .seconds(60)).milliseconds) + 1
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
