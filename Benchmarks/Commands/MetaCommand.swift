import ArgumentParser
import Base
import Embedding
import Foundation
import SearchIndex
import TestSupport

/// Memory for making the chunk store of a large `meta.json`, by a process that does nothing else.
struct MetaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "meta", abstract: "Memory for making the chunk store of a large meta.json.")

    @Option(help: "How large the file is, in megabytes of 2^20 bytes.") var megabytes = 1_024
    @Option(help: "The embedded model's pack, whose tokens the bot stores too; without it they are left out.") var model: String?
    @Option(help: .hidden) var build: String?

    /// No more than this is to be resident.
    private static let bar = Bar(atMost: 64, decimals: 0)

    func run() async throws {
        if let build { return try Self.build(build, model: model) }
        let folder = try BenchFolder()
        let meta = "\(folder.path)/meta.json"
        let chunks = try MetaMaker.write(bytes: megabytes << 20, to: meta)
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        for (name, pack) in [("without tokens", nil), ("with the model's tokens", model)] where pack != nil || name == "without tokens" {
            let start = ContinuousClock.now
            let child = try RunningProgram(
                program, ["meta", "--build", meta] + (pack.map { ["--model", URL(fileURLWithPath: $0).path] } ?? []),
                environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path, "OMP_NUM_THREADS": "1"], folder: folder.path)
            let line = try await child.line(with: "memory ", within: .seconds(7_200))
            _ = try await child.end()
            let uses = try JSONDecoder().decode([MemoryUse].self, from: Data(line.dropFirst("memory ".count).utf8))
            let (before, after) = (uses[0].resident, uses[1].peak)
            Summary.row(
                "store of a meta.json of \(megabytes) MB, \(name)",
                "peak \(after) MB resident, \(after - before) MB above the program itself; \(Self.bar.verdict(on: Double(after)))")
            Summary.row("  its chunks and time", "\(chunks), \(Summary.milliseconds(ContinuousClock.now - start))")
        }
    }

    /// The child's side: builds the store beside the file, and tells its own memory.
    private static func build(_ meta: String, model: String?) throws {
        var builder = ChunkStoreBuilder()
        if let model {
            let embedded = try EmbeddedModel(pack: try ModelPack(path: model))
            builder = ChunkStoreBuilder(tokenizer: embedded.tokenizer) { embedded.tokenCutter() }
        }
        let before = MemoryUse.now
        _ = try builder.build(meta: meta, store: "\(meta).chunks.sqlite")
        print("memory \(String(decoding: try JSONEncoder().encode([before, .now]), as: UTF8.self))")
    }
}
