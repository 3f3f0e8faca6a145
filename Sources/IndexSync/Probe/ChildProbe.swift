import Base
import Foundation
import Hub
import Subprocess
import SystemPackage

/// Probes in a child process with limits on memory, processor time and wall time. A corrupt index was seen to end a process by a signal, at
/// load or only at search, and to take all memory: then the child dies and this process reads how.
package struct ChildProbe: SnapshotProbe {
    /// The program, which hands `ProbeWorker.flag` to `ProbeWorker`: this one itself.
    package var executable: String
    package var deadline: Duration
    /// Bytes that the child may map beyond what the files' sizes account for, the program and its libraries too. An eighth of it may be memory
    /// of its own.
    package var slack: Int64
    /// The embedded model's file, with which the child compares passages as the bot does; nil where there is none.
    package var model: String?
    private let clock: any Clock<Duration>

    package init(
        executable: String = "/proc/self/exe", deadline: Duration = .seconds(120), slack: Int64 = 2 << 30, model: String? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.executable = executable
        self.deadline = deadline
        self.slack = slack
        self.model = model
        self.clock = clock
    }

    package func check(_ folder: String) async throws {
        _ = try await pass(folder)
    }

    package func examine(_ folder: String, _ paper: ExamPaper) async throws -> Set<Int> {
        // In a file, since a child that dies would break a pipe while it is written to.
        let path = "\(folder)/\(ExamPaper.file)"
        let files = LocalFiles()
        defer { try? files.remove(path) }
        try files.write(StoreFiles.bytes(paper), to: path)
        let outcome = try await pass(folder, ["--exam", path] + (model.map { ["--model", $0] } ?? []))
        guard outcome.numbers(after: ExamWorker.asked) == [paper.items.count] else {
            throw refusal(folder, "the probe ended before all canaries were asked")
        }
        return Set(outcome.numbers(after: ExamWorker.failed))
    }

    /// Runs the child to its good end.
    /// - Throws: `Problem` for any other.
    private func pass(_ folder: String, _ extra: [String] = []) async throws -> Outcome {
        let size = ["faiss.index", "chunks.sqlite"].reduce(Int64(0)) { $0 + ((try? LocalFile.size("\(folder)/\($1)")) ?? 0) }
        let arguments =
            [
                ProbeWorker.flag, folder, "--memory", String(slack + 3 * size), "--cpu", String(deadline.components.seconds),
                "--own-memory", String(slack / 8 + 3 * size),
            ] + extra
        let outcome = try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask { try await run(arguments) }
            group.addTask {
                try await clock.sleep(for: deadline)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        // A probe that was given up was killed for it, which says nothing of the index.
        try Task.checkCancellation()
        guard let outcome else { throw refusal(folder, "it took longer than \(deadline.components.seconds) s to open and search") }
        switch outcome.status {
        case .exited(0): return outcome
        case .exited(let code): throw refusal(folder, outcome.reason ?? "the probe ended with code \(code)")
        case .signaled(SIGINT), .signaled(SIGTERM), .signaled(SIGHUP):
            // Sent to all processes of a terminal or a service when they are to end.
            throw Problem(
                .temporary, what: "the probe of a new index was ended from outside", location: folder, reason: "this program is being stopped",
                remedy: "It is tried again at the next start.")
        case .signaled(let signal): throw refusal(folder, "the process that tried it died of \(Self.name(signal)) while \(outcome.stage)")
        }
    }

    private struct Outcome: Sendable {
        var status: TerminationStatus
        var lines: [Substring]

        /// What the child said last that it was doing.
        var stage: String { lines.last { $0.hasPrefix("stage: ") }.map { String($0.dropFirst(7)) } ?? "starting" }
        /// The problem that it told.
        var reason: String? { lines.last { $0.hasPrefix("problem: ") }.map { String($0.dropFirst(9)) } }
        /// What it told under a heading of the exam.
        func numbers(after heading: String) -> [Int] {
            lines.compactMap { $0.hasPrefix(heading) ? Int($0.dropFirst(heading.count)) : nil }
        }
    }

    /// The child gets none of this process's environment, which holds secrets; one thread, so that FAISS does not wait on its own.
    private func run(_ arguments: [String]) async throws -> Outcome {
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .seconds(1))]
        do {
            let result = try await Subprocess.run(
                .path(FilePath(executable)), arguments: Arguments(arguments), environment: .custom(["OMP_NUM_THREADS": "1"]),
                platformOptions: options, output: .string(limit: 1 << 16), error: .discarded)
            return Outcome(status: result.terminationStatus, lines: result.standardOutput.split(separator: "\n"))
        } catch let error as SubprocessError {
            throw Problem(
                .temporary, what: "cannot start the probe of a new index", location: executable, reason: "\(error)",
                remedy: "Check the limits on processes and memory; it is tried again.")
        }
    }

    private func refusal(_ folder: String, _ reason: String) -> Problem {
        Problem(
            what: "the new index failed its probe", location: folder, reason: reason,
            remedy: "Build and publish it again; what was served before is still served.")
    }

    private static func name(_ signal: Int32) -> String {
        [4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 24: "SIGXCPU"][signal] ?? "signal \(signal)"
    }
}
