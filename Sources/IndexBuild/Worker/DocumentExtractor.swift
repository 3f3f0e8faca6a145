import Base
import Foundation
import Glibc

/// Reads documents, each in a worker process of its own. No document is parsed in this process.
package struct DocumentExtractor: Sendable {
    /// The program that is started as the worker: this one, unless told otherwise.
    package var executable: String
    /// How long a document may take by the clock on the wall.
    package var deadline: Duration
    private let pool: BlockingPool

    /// - Parameter width: How many documents are read at once.
    package init(executable: String = "/proc/self/exe", deadline: Duration = .seconds(60), width: Int) {
        self.executable = executable
        self.deadline = deadline
        pool = BlockingPool(label: "extract", width: width)
    }

    /// What the file at `path` holds; a failure is an outcome, never an error.
    /// - Parameter ending: What follows the last dot of its name, in lower case.
    /// - Throws: `CancellationError`; the worker is ended then.
    package func extract(path: String, ending: String) async throws -> Extraction {
        // The worker leaves the working directory, so that a relative path would mean nothing to it.
        let absolute = URL(filePath: path).standardizedFileURL.path
        let child = ChildProcess(executable: executable, arguments: [ExtractWorker.argument, absolute, ending], ownSession: true)
        let deadline = deadline
        let result = try await withTaskCancellationHandler {
            // JSON escapes and keys add to the text, hence the factor.
            try await pool.run { child.run(within: deadline, outputLimit: 3 * ExtractionCaps.text) }
        } onCancel: {
            child.cancel()
        }
        try Task.checkCancellation()
        return Self.interpret(result)
    }

    /// An outcome for every way in which the worker can end.
    static func interpret(_ result: ChildProcess.Result) -> Extraction {
        switch result.end {
        case .exited(0):
            return WorkerMessage.decode(result.output) ?? Extraction(.crash, reason: "its reader ended before it was done")
        case .exited(let code):
            return Extraction(.crash, reason: "its reader ended with exit code \(code)")
        case .signalled(let signal):
            return Extraction(
                death(by: signal, errors: result.errors, peakMemory: result.peakMemory), reason: "its reader was ended by signal \(signal)")
        case .outOfTime:
            return Extraction(.timeout, reason: "reading it took too long")
        case .outputTooLong:
            return Extraction(.tooLarge, reason: "it holds more than 50 MiB of text")
        case .cancelled:
            return Extraction(.timeout, reason: "reading it was broken off")
        case .notStarted(let reason):
            return Extraction(.unreadable, reason: "its reader could not be started: \(reason)")
        }
    }

    /// What a deadly signal means. A program that gets no memory mostly ends itself by a trap, so the memory that it held tells.
    static func death(by signal: Int32, errors: String, peakMemory: Int) -> Outcome {
        if signal == SIGXCPU { return .timeout }
        let complaint = errors.lowercased()
        let starved = ["allocate memory", "out of memory", "bad_alloc"].contains(where: complaint.contains)
        return starved || peakMemory > WorkerLimits.memory / 2 ? .memory : .crash
    }
}
