import Base
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Transport

/// What an operator has: documents, a folder where indexes are published, a bot's storage, and the services that the bot talks to.
final class Stage: Sendable {
    static let model =
        ProcessInfo.processInfo.environment["DOCENT_TEST_MODEL"]
        ?? URL(filePath: #filePath).appending(path: "../../../../.docent/models/universal-sentence-encoder-multilingual-v3.pack").standardized.path

    let program: Program
    let discord: StandInDiscord
    let router: StandInOpenRouter
    /// For the bot's own web server.
    let http = CurlHTTPClient()

    init(_ options: StandInDiscord.Options = StandInDiscord.Options()) throws {
        program = try Program()
        discord = try StandInDiscord(options)
        router = try StandInOpenRouter(key: "sk-or-test", models: ["test/model"])
        let models = "\(program.folder)/models"
        try FileManager.default.createDirectory(atPath: models, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(models)/universal-sentence-encoder-multilingual-v3.pack", withDestinationPath: Self.model)
    }

    deinit {
        discord.stop()
        router.stop()
        program.remove()
    }

    /// The address where indexes are published.
    var source: String { "file://\(program.folder)/published" }

    /// The settings of a bot in Discord; for local mode, without the token.
    var settings: [String: String] {
        [
            "DISCORD_TOKEN": discord.options.token, "DISCORD_API_BASE": discord.apiBase, "OPENROUTER_API_KEY": "sk-or-test",
            "OPENROUTER_BASE_URL": router.baseURL, "OPENROUTER_MODEL": "test/model", "INDEX_SOURCE": source, "INDEX_POLL_SECONDS": "5",
            "LOCAL_STORAGE_DIR": "\(program.folder)/storage", "SCRATCH_DIR": "\(program.folder)/scratch", "MODEL_DIR": "\(program.folder)/models",
            // One person asks everything at once, and each answer is to be written.
            "QUOTA_USER": "0,0", "QUOTA_CHANNEL": "0,0", "QUOTA_GUILD": "0,0", "QUOTA_ALL": "0,0", "ANSWER_CACHE_HOURS": "0",
        ]
    }

    // MARK: The index

    static let vacations = "Every employee has 23 days of vacation in a year. They are asked for two weeks before."
    static let office = "The office opens at eight in the morning. It closes at six in the evening."

    /// Makes an index of a few documents.
    /// - Returns: The artifact's folder.
    @discardableResult
    func ingest(_ revision: String, publish: Bool = true) async throws -> String {
        let (documents, artifact) = ("\(program.folder)/documents", "\(program.folder)/\(revision)")
        try FileManager.default.createDirectory(atPath: documents, withIntermediateDirectories: true)
        for (name, text) in [
            ("Vacations.md", Self.vacations), ("Office hours.txt", Self.office), ("\(revision).txt", "This is \(revision) of the handbook."),
        ] {
            try program.write(text, to: "documents/\(name)")
        }
        var arguments = ["ingest", documents, "--output", artifact, "--revision", revision]
        if publish { arguments += ["--publish", source] }
        try await command(arguments)
        return artifact
    }

    /// Runs a command of the program beside the bot and expects it to do its work.
    /// - Parameter changes: Settings other than the usual.
    func command(_ arguments: [String], _ changes: [String: String] = [:]) async throws {
        let outcome = try await program.run(arguments, environment: settings.merging(changes) { $1 })
        try #require(outcome.code == 0, "\(arguments): \(outcome.errors)")
    }

    // MARK: The bot

    /// Starts `docent run` and returns when it serves its page; in Discord, when it is live there.
    /// - Parameters:
    ///   - changes: Settings other than the usual; empty ones are left out.
    ///   - revision: Waits for it to be active; nil where there is none to be had.
    ///   - isLive: Whether Discord is to let it in.
    func start(_ changes: [String: String] = [:], until revision: String?, isLive: Bool = true) async throws -> Bot {
        let port = try FreePort.find()
        let environment = ["PATH": "/usr/bin:/bin", "HOME": program.folder, "OMP_NUM_THREADS": "1", "LOG_LEVEL": "debug", "PORT": String(port)]
            .merging(settings) { $1 }.merging(changes) { $1 }.filter { !$0.value.isEmpty }
        let process = try RunningProgram(Program.path, ["run"], environment: environment, folder: program.folder)
        let bot = Bot(process: process, url: "http://localhost:\(port)", http: http)
        try await process.line(with: bot.url)
        if let revision { try await process.line(with: "event=activated", "revision=\(revision)") }
        if isLive, environment["DISCORD_TOKEN"] != nil { try await discord.wait(within: .seconds(20)) { $0.isLive } }
        return bot
    }

    /// Asks in a channel by a mention.
    /// - Returns: The whole answer, as it stands there in the end.
    func ask(_ question: String = "How many days of vacation are there?", in channel: String = StandInDiscord.channelID) async throws -> String {
        try await answer(to: discord.write("<@\(StandInDiscord.botID)> \(question)", in: channel))
    }

    /// The answer to a message, once its sources stand below it.
    func answer(to message: String) async throws -> String {
        try await discord.wait(within: .seconds(20)) { $0.answer(to: message).contains("-# [") }
        return discord.record.answer(to: message)
    }

    /// The message that answers a command or button, once it says something like that.
    func response(to interaction: String, containing words: String = "") async throws -> StandInDiscord.Sent {
        @Sendable func found(_ record: StandInDiscord.Record) -> StandInDiscord.Sent? {
            record.sent.first { $0.interaction == interaction && !$0.isDeleted && (words.isEmpty || $0.content.contains(words)) }
        }
        try await discord.wait(within: .seconds(20)) { found($0) != nil }
        return try #require(found(discord.record))
    }

    /// The bot's message that replies to a message of somebody, once it says something like that.
    func reply(to message: String, containing words: String = "") async throws -> StandInDiscord.Sent {
        @Sendable func found(_ record: StandInDiscord.Record) -> StandInDiscord.Sent? {
            record.sent.first { $0.repliesTo == message && !$0.isDeleted && (words.isEmpty || $0.content.contains(words)) }
        }
        try await discord.wait(within: .seconds(20)) { found($0) != nil }
        return try #require(found(discord.record))
    }

    /// What the language model was last asked, as `role: content`.
    var lastPrompt: [String] { router.requests.last?.messages.map { "\($0.role): \($0.content)" } ?? [] }

    /// Nobody has been given reason to complain.
    func expectGoodManners(_ location: SourceLocation = #_sourceLocation) {
        #expect(discord.record.violations == [], sourceLocation: location)
        #expect(router.violations == [], sourceLocation: location)
    }
}

extension StandInDiscord.Record {
    /// What stands in the reply to a message; empty before there is one.
    func answer(to message: String) -> String { sent.first { $0.repliesTo == message && !$0.isDeleted }?.content ?? "" }
}

/// A bot that runs.
struct Bot: Sendable {
    let process: RunningProgram
    let url: String
    let http: CurlHTTPClient

    /// What its web server answers.
    func get(_ path: String) async throws -> (status: Int, json: JSONValue?, text: String) {
        let answer = try await http.answer(to: Transport.HTTPRequest(.get, url + path))
        return (answer.status, try? JSONDecoder().decode(JSONValue.self, from: Data(answer.body)), String(decoding: answer.body, as: UTF8.self))
    }

    /// What its web server answers to a body.
    func post(_ path: String, _ headers: HTTPFields, _ body: String = "") async throws -> (status: Int, text: String) {
        let answer = try await http.answer(to: Transport.HTTPRequest(.post, url + path, fields: headers, body: Array(body.utf8)))
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    /// The revision that it says it serves.
    func revision() async throws -> String? { try await get("/api/status").json?["index"]?["revision"]?.stringValue }

    /// Ends it as an operator does.
    /// - Returns: The exit code.
    func stop() async throws -> Int32? {
        process.send(signal: SIGTERM)
        return try await process.end()
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test that needs the model's pack where there is none.
    static var needsModel: Self {
        .enabled(
            if: FileManager.default.fileExists(atPath: Stage.model),
            "there is no model pack at \(Stage.model): make one with scripts/test or name it in DOCENT_TEST_MODEL")
    }
}
