import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A program that goes on running beside the test; killed at the latest when nobody holds it any more.
package final class RunningProgram: Sendable {
    private struct State: Sendable {
        var lines: [String] = []
        var code: Int32?
        /// Whether all that it wrote has been read.
        var isDrained = false
    }

    package let id: Int32
    private let process: Process
    private let state = Observed(State())

    /// Starts it.
    /// - Parameter environment: The whole of it.
    package init(_ path: String, _ arguments: [String], environment: [String: String], folder: String) throws {
        let (process, pipe, state) = (Process(), Pipe(), state)
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        process.terminationHandler = { process in state.update { $0.code = process.terminationStatus } }
        try process.run()
        (self.process, id) = (process, process.processIdentifier)
        let output = pipe.fileHandleForReading
        Thread.detachNewThread {
            var rest: [UInt8] = []
            while case let data = output.availableData, !data.isEmpty {
                rest += data
                let parts = rest.split(separator: 10, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
                rest = Array((parts.last ?? "").utf8)
                state.update { $0.lines += parts.dropLast() }
            }
            state.update { $0.isDrained = true }
        }
    }

    deinit {
        if process.isRunning { kill(id, SIGKILL) }
    }

    /// What it has printed and logged so far.
    package var lines: [String] { state.value.lines }
    package var isRunning: Bool { state.value.code == nil }

    package func send(signal: Int32) { kill(id, signal) }

    /// Returns the first line with all these words that comes after so many lines.
    /// - Throws: `DeadlinePassed`; `Ended` when the program ends without having said it.
    @discardableResult
    package func line(with words: String..., after count: Int = 0, within limit: Duration = .seconds(20)) async throws -> String {
        @Sendable func found(_ state: State) -> String? {
            state.lines.dropFirst(count).first { line in words.allSatisfy { line.contains($0) } }
        }
        try await state.wait(within: limit) { found($0) != nil || $0.code != nil }
        guard let line = found(state.value) else { throw Ended(lines: lines) }
        return line
    }

    /// Waits for its end.
    /// - Returns: The exit code.
    package func end(within limit: Duration = .seconds(20)) async throws -> Int32? {
        try await state.wait(within: limit) { $0.code != nil }
        return state.value.code
    }

    /// Waits for its end and for the last of what it wrote.
    /// - Returns: The exit code.
    package func finish(within limit: Duration) async throws -> Int32? {
        try await state.wait(within: limit) { $0.code != nil && $0.isDrained }
        return state.value.code
    }

    /// The program ended when it was to say something.
    package struct Ended: Error {
        package var lines: [String]
    }
}
