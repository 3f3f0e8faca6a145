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
    private let isAsked = Mutex(false)

    package init(_ parts: SyncParts<Opening>) {
        self.parts = parts
        engine = SyncEngine(parts)
    }

    /// Where it stands.
    package var status: SyncStatus { parts.board.current }

    /// Looks at once; what was refused before is tried again. May be called from anywhere.
    package func pollNow() {
        isAsked.withLock { $0 = true }
        wakeup.signal()
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await self.engine.resume()
            while !Task.isCancelled {
                let outcome = await self.round()
                // By now the last question on a replaced index has let go of it; it is as good a time for what questions left behind.
                try? await self.parts.pool.run { ResidentMemory.giveBack() }
                await self.rest(after: outcome)
            }
        }
    }

    /// A round, given up for another as soon as the pin changes: a rollback does not wait for a download.
    private func round() async -> SyncEngine<Opening>.Outcome? {
        let asked = isAsked.withLock { asked in
            defer { asked = false }
            return asked
        }
        return await withTaskGroup(of: SyncEngine<Opening>.Outcome?.self) { group in
            group.addTask { await self.engine.round(asked: asked) }
            group.addTask {
                await self.pinChange()
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private func rest(after outcome: SyncEngine<Opening>.Outcome?) async {
        // The pin changed during the round: the next begins at once.
        guard let outcome, !Task.isCancelled else { return }
        let delay = parts.configuration.delay(asked: outcome.wait, jitter: parts.jitter())
        if let problem = outcome.problem, problem != parts.board.current.lastError {
            parts.logger.warning("The index is not up to date", metadata: ["reason": "\(problem)"])
        }
        parts.board.update {
            $0.phase = .idle
            $0.lastError = outcome.problem
            $0.nextPoll = self.parts.now().addingTimeInterval(Double(delay.components.seconds))
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await self.parts.clock.sleep(for: delay) }
            group.addTask { await self.wakeup.wait() }
            group.addTask { await self.pinChange() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Returns when the pin is another than the status says, or on cancellation.
    private func pinChange() async {
        let file = PinFile(storage: parts.configuration.storage)
        while true {
            do {
                try await parts.clock.sleep(for: parts.configuration.pinCheck)
                let text = try await parts.pool.run { file.read() }
                if Pin(setting: parts.configuration.pin, file: text) != parts.board.current.pin { return }
            } catch {
                return
            }
        }
    }
}

package typealias IndexSynchronizer = Synchronizer<SearchIndexOpening>
