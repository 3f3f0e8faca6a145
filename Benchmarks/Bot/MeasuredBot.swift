import ArgumentParser
import Base
import Foundation
import HTTPTypes
import SearchIndex
import TestSupport
import Transport

/// Where the measured program finds what it needs.
struct BotOptions: ParsableArguments {
    @Option(help: "The docent program; by default the one beside this.")
    var docent = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "docent").path
    @Option(help: "The embedded model's pack.")
    var model: String
    @Option(help: "Folder of the index, as `build` makes it.")
    var index: String
    @Option(help: "Folder of the sets, for their questions.")
    var data = "../shared/data/retrieval"

    /// So many of the sets' questions.
    func questions(_ count: Int) throws -> [String] { try AskedQuestions.seeded(in: data, count: count) }
}

/// A real `docent run` in a folder of its own, and who talks to it.
struct MeasuredBot: Sendable {
    let process: RunningProgram
    private let url: String
    private let http = CurlHTTPClient()

    /// Starts it and returns when it serves the revision.
    /// - Parameter settings: Those beside the index, the storage and the port.
    init(_ options: BotOptions, folder: BenchFolder, settings: [String: String] = [:], until revision: String) async throws {
        let port = try FreePort.find()
        url = "http://127.0.0.1:\(port)"
        var environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "OMP_NUM_THREADS": "1", "LOG_LEVEL": "info", "PORT": String(port),
            "INDEX_SOURCE": "file://\(folder.published)", "INDEX_POLL_SECONDS": "5", "LOCAL_STORAGE_DIR": "\(folder.path)/storage",
            "SCRATCH_DIR": "\(folder.path)/scratch", "MODEL_DIR": URL(fileURLWithPath: options.model).deletingLastPathComponent().path,
        ]
        environment.merge(settings) { $1 }
        process = try RunningProgram(options.docent, ["run"], environment: environment, folder: folder.path)
        try await process.line(with: "event=activated", "revision=\(revision)", within: .seconds(180))
    }

    /// Asks by the page's interface.
    /// - Returns: Whether a whole answer came, and in what time.
    func ask(_ question: String) async -> (isAnswered: Bool, time: Duration) {
        let start = ContinuousClock.now
        guard let body = try? JSONEncoder().encode(["question": question]) else { return (false, .zero) }
        let request = Transport.HTTPRequest(.post, "\(url)/api/chat", fields: [.contentType: "application/json"], body: Array(body))
        let answer = try? await http.answer(to: request)
        let text = String(decoding: answer?.body ?? [], as: UTF8.self)
        return (answer?.status == 200 && text.contains("event: done"), ContinuousClock.now - start)
    }

    /// What the kernel counts for it.
    var memory: MemoryUse { MemoryUse(of: process.id) }

    /// The most within the ten seconds before a moment: it rises as pages of the program are touched and falls at each look at the source. Ten
    /// seconds hold at least one look at the interval set above, and four samples a second miss no rise that lasts.
    func memory(before end: ContinuousClock.Instant) async throws -> MemoryUse {
        try await Task.sleep(until: end - .seconds(10))
        var most = memory
        while ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(250))
            let now = memory
            if now.resident > most.resident { most = now }
        }
        return most
    }

    var processorTime: Duration { ProcessorTime.of(process.id) }

    func stop() async throws {
        process.send(signal: SIGTERM)
        _ = try await process.end()
    }
}

/// A temporary folder with a place where indexes are published; removed at the end.
final class BenchFolder: Sendable {
    let path = NSTemporaryDirectory() + "docent-bench-\(UUID().uuidString)"
    var published: String { "\(path)/published" }

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Publishes the index by the program's own command, under another revision where one is given.
    func publish(_ options: BotOptions, as revision: String) async throws {
        let artifact = "\(path)/\(revision)"
        try FileManager.default.createDirectory(atPath: artifact, withIntermediateDirectories: true)
        for name in [ArtifactLayout.vectors, ArtifactLayout.meta] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(artifact)/\(name)", withDestinationPath: URL(fileURLWithPath: "\(options.index)/\(name)").standardizedFileURL.path)
        }
        let json = try Data(contentsOf: URL(filePath: "\(options.index)/\(ArtifactLayout.manifest)"))
        var manifest = try Manifest(json: json, location: options.index)
        manifest.revision = revision
        try AtomicFile.write(manifest.json(), to: "\(artifact)/\(ArtifactLayout.manifest)")
        let process = try RunningProgram(
            options.docent, ["publish", artifact, "--to", "file://\(published)"], environment: ["PATH": "/usr/bin:/bin", "HOME": path], folder: path)
        guard try await process.end(within: .seconds(120)) == 0 else {
            throw Problem(
                what: "cannot publish the index", location: artifact, reason: process.lines.joined(separator: " "), remedy: "See the reason.")
        }
    }
}
