import Base
import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Other people's clients, run against the stand-in Discord: it must be to them what Discord is, and they must break none of its rules.
/// `scripts/test` makes the Python environment with them and names it in DOCENT_TEST_PYTHON.
@Suite(
    .enabled(if: ForeignClient.python != nil, "DOCENT_TEST_PYTHON is not set: discord.py and hikari could not be installed"),
    .timeLimit(.minutes(2)), .serialized)
struct ForeignClientTests {
    @Test(arguments: [("discord_py", "zstd-stream", "discord.py"), ("hikari_bot", "zlib-stream", "hikari")])
    func `a known client comes up, answers, uses its interactions, and resumes after op 7 without breaking a rule`(
        script: String, compression: String, name: String
    ) async throws {
        var options = StandInDiscord.Options()
        options.hasHouseRules = false
        // The bot's id in Base64, as hikari expects it.
        options.token = "OTAwMA.stand-in.token"
        let discord = try StandInDiscord(options)
        defer { discord.stop() }
        let client = try ForeignClient(script, of: discord)
        try await client.expecting {
            try await discord.wait(within: .seconds(60)) { $0.isLive }
            let first = discord.write("<@9000> one")
            try await discord.wait(within: .seconds(20)) { $0.sent.contains { $0.repliesTo == first && $0.content.hasSuffix("one!") } }
            let used = discord.use("ask", options: ["question": "How?"])
            try await discord.wait(within: .seconds(20)) { record in
                record.sent.contains { $0.interaction == used && $0.isEphemeral && $0.content == "\(name) used: ask" }
                    && record.sent.contains { $0.interaction == used && $0.content == "more" && $0.isDeleted }
            }
            discord.askToReconnect()
            let second = discord.write("<@9000> two")
            try await discord.wait(within: .seconds(30)) { record in
                record.resumes == 1 && record.isLive && record.sent.contains { $0.repliesTo == second && $0.content.hasSuffix("two!") }
            }
            discord.dropConnections()
            let third = discord.write("<@9000> three")
            try await discord.wait(within: .seconds(60)) { record in
                record.resumes == 2 && record.sent.contains { $0.repliesTo == third && $0.content.hasSuffix("three!") }
            }
            let heartbeats = discord.record.heartbeats
            try await discord.wait(within: .seconds(30)) { $0.heartbeats > heartbeats }
        }
        client.stop()
        #expect(discord.record.identifies == 1 && discord.compression == compression)
        #expect(discord.record.violations == [])
    }
}

/// A bot of Tests/Fixtures/clients as a process. It ends when its standard input does.
private final class ForeignClient {
    static let python = ProcessInfo.processInfo.environment["DOCENT_TEST_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }

    private let process = Process()
    private let input = Pipe()
    private let discord: StandInDiscord
    private let log: URL
    private let ended = DispatchSemaphore(value: 0)

    init(_ script: String, of discord: StandInDiscord) throws {
        self.discord = discord
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/clients").standardized
        log = FileManager.default.temporaryDirectory.appending(path: "\(script)-\(UUID().uuidString).log")
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        process.executableURL = URL(filePath: Self.python ?? "")
        process.arguments = [folder.appending(path: "\(script).py").path, discord.apiBase, discord.gatewayAddress, discord.options.token]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: log)
    }

    /// What goes wrong is told with what the client says of it.
    func expecting(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch {
            let told = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            Issue.record("\(error)\n\(discord.record)\n\(told.suffix(6_000))")
        }
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        // One that never came up does not read its input.
        if ended.wait(timeout: .now() + 10) == .timedOut {
            process.terminate()
            // Nor does one that hangs need to heed that.
            if ended.wait(timeout: .now() + 2) == .timedOut { kill(process.processIdentifier, SIGKILL) }
        }
        ended.signal()
    }
}
