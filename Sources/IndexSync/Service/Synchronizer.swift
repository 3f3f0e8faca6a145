import Base
import Foundation
import Hub
import Logging
import SearchIndex
import ServiceLifecycle
import Synchronization

/// Follows what is published for as long as the process lives: at the start the last good snapshot from disk, then a round at each poll, at
/// each change of the pin, and whenever asked.
package final class Synchronizer<Opening: SnapshotOpening>: Service {
    private let parts: SyncParts<Opening>
    private let engine: SyncEngine<Opening>
    private let wakeup = Wakeup()
    private let schedule = Mutex(LookSchedule())
    /// The time since this was made.
    private let elapsed: @Sendable () -> Duration
    /// What the state on disk says of the last round; nil before the first.
    private let kept = Mutex<Problem??>(nil)
    /// What the note of other processes said last.
    private let noted = Mutex<[UInt8]?>(nil)

    package init(_ parts: SyncParts<Opening>) {
        func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
            let start = clock.now
            return { start.duration(to: clock.now) }
        }
        self.parts = parts
        engine = SyncEngine(parts)
        elapsed = stopwatch(parts.clock)
    }

    /// Where it stands.
    package var status: SyncStatus { parts.board.current }

    /// Looks before the next poll. May be called from anywhere.
    /// - Returns: How long it takes until the source is looked at.
    @discardableResult package func look(_ request: LookRequest) -> Duration {
        let wait = schedule.withLock { $0.ask(request, at: elapsed()) }
        wakeup.signal()
        return wait
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            // What was noted before this process began has been heeded by its beginning.
            let note = LookNote(storage: self.parts.configuration.storage)
            let old = try? await self.parts.pool.run { note.read() }
            self.noted.withLock { $0 = old ?? nil }
            await self.engine.start()
            while !Task.isCancelled {
                let outcome = await self.round()
                // By now the last question on a replaced index has let go of it; it is as good a time for what questions left behind.
                try? await self.parts.pool.run {
                    ResidentMemory.giveBack()
                    ResidentMemory.dropProgram()
                }
                await self.rest(after: outcome)
            }
        }
        // Of its own, for this task may be cancelled, and then nothing more would be written.
        await Task { await engine.end() }.value
    }

    /// A round, given up for another as soon as the pin changes or the index is to be taken back: that does not wait for a download.
    private func round() async -> SyncEngine<Opening>.Outcome? {
        let asked = schedule.withLock { $0.begin(at: elapsed()) }
        return await withTaskGroup(of: SyncEngine<Opening>.Outcome?.self) { group in
            group.addTask { await self.engine.round(asked: asked) }
            group.addTask {
                await self.pinChange()
                return nil
            }
            group.addTask {
                await self.parts.trial.waitUntilDue()
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private func rest(after outcome: SyncEngine<Opening>.Outcome?) async {
        // Something came up during the round: the next begins at once.
        guard let outcome, !Task.isCancelled else { return }
        let delay = parts.configuration.delay(asked: outcome.wait, jitter: parts.jitter())
        schedule.withLock { $0.end(at: elapsed(), poll: delay, wait: outcome.wait) }
        if let problem = outcome.problem, !outcome.problem.isSame(as: parts.board.current.lastError) {
            parts.logger.warning("The index is not up to date", metadata: ["reason": "\(problem)"])
        }
        await keep(outcome.problem)
        parts.board.update {
            $0.phase = .idle
            $0.lastError = outcome.problem
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.lookIsDue() }
            group.addTask { await self.pinChange() }
            group.addTask { await self.parts.trial.waitUntilDue() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Keeps on disk what went wrong, for commands beside this process; nil: nothing did.
    private func keep(_ problem: Problem?) async {
        let isNews = kept.withLock { kept in kept.map { !problem.isSame(as: $0) } ?? true }
        guard let history = parts.history, isNews else { return }
        do {
            let trouble = problem.map { History.Trouble(time: parts.now(), text: $0.description) }
            try await parts.pool.run { try history.keep(trouble) }
            kept.withLock { $0 = .some(problem) }
        } catch {
            parts.logger.warning("The state of the index cannot be written", metadata: ["reason": "\(error)"])
        }
    }

    /// Returns when the source is to be looked at, or on cancellation.
    private func lookIsDue() async {
        while !Task.isCancelled {
            let wait = schedule.withLock { $0.wait(at: elapsed()) }
            guard wait > .zero else { return }
            parts.board.update { $0.nextPoll = self.parts.now().addingTimeInterval(Double(wait.components.seconds)) }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await self.parts.clock.sleep(for: wait) }
                group.addTask { await self.wakeup.wait() }
                await group.next()
                group.cancelAll()
            }
        }
    }

    /// Returns when the pin is another than the status says, or on cancellation. The note of other processes is looked at on the way.
    private func pinChange() async {
        let (file, note) = (PinFile(storage: parts.configuration.storage), LookNote(storage: parts.configuration.storage))
        while true {
            do {
                try await parts.clock.sleep(for: parts.configuration.pinCheck)
                let (text, said) = try await parts.pool.run { (file.read(), note.read()) }
                let isNews = noted.withLock { noted in
                    defer { noted = said }
                    return said != noted
                }
                if isNews { look(.told) }
                if Pin(setting: parts.configuration.pin, file: text) != parts.board.current.pin { return }
            } catch {
                return
            }
        }
    }
}

package typealias IndexSynchronizer = Synchronizer<SearchIndexOpening>
