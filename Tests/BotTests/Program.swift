import Foundation
import Testing

/// The built program, run as a user runs it: with an environment of its own and an empty working directory.
struct Program {
    struct Outcome {
        var code: Int32
        var output: String
        var errors: String
    }

    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "docent-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Removes the working directory.
    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }

    /// Beside the test bundle stands the program that it was built with.
    static var path: String {
        let here = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        return here.appendingPathComponent("docent").path
    }

    func run(_ arguments: String..., environment: [String: String] = [:], input: String = "") async throws -> Outcome {
        try await run(arguments, environment: environment, input: input)
    }

    func run(_ arguments: [String], environment: [String: String] = [:], input: String = "") async throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder, "OMP_NUM_THREADS": "1"].merging(environment) { $1 }
        let (output, errors, stdin) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = stdin
        return try await withCheckedThrowingContinuation { continuation in
            // Both pipes are read at once, on threads of their own, so that neither can fill up.
            Thread.detachNewThread {
                do {
                    try process.run()
                    try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
                    try stdin.fileHandleForWriting.close()
                    nonisolated(unsafe) var errorBytes = Data()
                    // Read by this thread only after the semaphore tells that the other has written it.
                    let isRead = DispatchSemaphore(value: 0)
                    Thread.detachNewThread {
                        errorBytes = errors.fileHandleForReading.readDataToEndOfFile()
                        isRead.signal()
                    }
                    let outputBytes = output.fileHandleForReading.readDataToEndOfFile()
                    isRead.wait()
                    process.waitUntilExit()
                    continuation.resume(
                        returning: Outcome(
                            code: process.terminationStatus, output: String(decoding: outputBytes, as: UTF8.self),
                            errors: String(decoding: errorBytes, as: UTF8.self)))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }
}
