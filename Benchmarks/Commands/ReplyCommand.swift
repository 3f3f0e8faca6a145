import ArgumentParser
import Base
import TestSupport

/// Time from a mention in Discord to the first text that can be read there, without the language model's part of it.
///
/// Everything is real but Discord and the language model: the process, its gateway and HTTP connections over loopback, the index. The time
/// runs from the stand-in's writing the event to the gateway's socket until the request that creates the message has been read. The model
/// says nothing for a fixed time, which is subtracted, and then all at once. Each channel allows any number of requests, so only Discord's
/// limit of 50 requests in a second counts: conversations begin at a pace at which it is never met, yet are all open at once, because the
/// model lets them wait; a second measurement begins them in one moment, and shows what the limit adds.
struct ReplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reply", abstract: "Mention to first visible text, less the model's own delay.")

    @OptionGroup var options: BotOptions
    @Option(help: "How many conversations at once.") var together = 50
    @Option(help: "How many questions one after another.") var questions = 50
    @Option(help: "How many begin in a second.") var pace = 10

    /// How many questions are asked before times count.
    private static let warming = 5

    func run() async throws {
        let folder = try BenchFolder()
        try await folder.publish(options, as: "first")
        var manner = StandInDiscord.Options()
        manner.bucketLimit = 1_000_000
        let discord = try StandInDiscord(manner)
        let router = try StandInOpenRouter(key: "sk-or-bench", models: ["bench/model"])
        let bot = try await MeasuredBot(
            options, folder: folder,
            settings: [
                "DISCORD_TOKEN": discord.options.token, "DISCORD_API_BASE": discord.apiBase, "OPENROUTER_API_KEY": "sk-or-bench",
                "OPENROUTER_BASE_URL": router.baseURL, "OPENROUTER_MODEL": "bench/model",
            ], until: "first")
        try await discord.wait(within: .seconds(30)) { $0.isLive }
        let texts = try options.questions(questions + Self.warming + together)

        /// Asks one after another, each when the last has been answered.
        func askInTurn(_ texts: some Sequence<String>) async throws -> [Duration] {
            var times: [Duration] = []
            for text in texts { times += try await ask(discord, router, texts: [text], delay: .milliseconds(100), gap: .zero) }
            return times
        }
        /// Prints what a stretch of asking took.
        func row(_ name: String, _ stretch: () async throws -> [Duration]) async throws {
            let before = bot.processorTime
            let times = try await stretch()
            Summary.row(name, Summary(times, processor: bot.processorTime - before))
        }
        let crowd = Array(texts.suffix(together))
        _ = try await askInTurn(texts.prefix(Self.warming))
        try await row("mention to first text, one conversation") { try await askInTurn(texts.dropFirst(Self.warming).prefix(questions)) }
        try await row("mention to first text, \(together) open at once") {
            try await ask(discord, router, texts: crowd, delay: .seconds(together) / pace, gap: .seconds(1) / pace)
        }
        try await row("the same, asked in one moment (50 requests/s limit)") {
            try await ask(discord, router, texts: crowd, delay: .seconds(3), gap: .zero)
        }
        Summary.row("rules of Discord and OpenRouter broken", "\(discord.record.violations.count + router.violations.count)")
        try await bot.stop()
    }

    /// Asks each in a channel of its own, and waits for every answer to be complete.
    private func ask(
        _ discord: StandInDiscord, _ router: StandInOpenRouter, texts: [String], delay: Duration, gap: Duration
    ) async throws -> [Duration] {
        router.script(otherwise: .stream(["Yes, as it is written [1]."], .init(beforeFirst: delay)))
        var asked: [(id: String, time: ContinuousClock.Instant)] = []
        for (number, text) in texts.enumerated() {
            // Keeps the load below Discord's 50 requests a second, whose waits are not ours.
            if number > 0, gap > .zero { try await Task.sleep(for: gap) }
            let time = ContinuousClock.now
            asked.append((discord.write("<@\(StandInDiscord.botID)> \(text)", in: String(1_000 + number)), time))
        }
        let ids = Set(asked.map(\.id))
        try await discord.wait(within: .seconds(60)) { record in
            record.sent.count { ids.contains($0.repliesTo ?? "") && $0.isWholeAnswer } == ids.count
        }
        let replies = Dictionary(discord.record.sent.map { ($0.repliesTo ?? "", $0.time) }) { first, _ in first }
        return asked.compactMap { question in replies[question.id].map { $0 - question.time - delay } }
    }
}
