import ArgumentParser
import Base
import Foundation
import TestSupport

/// Many conversations for some time, through everything that Discord does to a bot: dropped connections, resumes, repeated events, limits and
/// faults of the API. In the end no rule is broken, and every question has one whole answer.
struct SoakCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak", abstract: "Conversations through drops, limits and faults: nothing lost, nothing doubled, no rule broken.")

    @OptionGroup var options: BotOptions
    @Option(help: "How many conversations at once.") var together = 50
    @Option(help: "For how many seconds.") var seconds = 120
    @Option(help: "The seed of chance.") var seed: UInt64 = 1

    /// What the model takes until its first word.
    private static let delay = Duration.milliseconds(300)
    /// Until then there are no faults, and caches fill.
    private static let warmUp = Duration.seconds(20)

    func run() async throws {
        let folder = try BenchFolder()
        try await folder.publish(options, as: "first")
        let (discord, router) = (try StandInDiscord(), try StandInOpenRouter(key: "sk-or-bench", models: ["bench/model"]))
        let words = ["Yes, "] + (1...12).map { "as it is written in part \($0), " } + ["and nowhere else [1]."]
        router.script(otherwise: .stream(words, .init(beforeFirst: Self.delay, between: .milliseconds(50))))
        let bot = try await MeasuredBot(
            options, folder: folder,
            settings: [
                "DISCORD_TOKEN": discord.options.token, "DISCORD_API_BASE": discord.apiBase, "OPENROUTER_API_KEY": "sk-or-bench",
                "OPENROUTER_BASE_URL": router.baseURL, "OPENROUTER_MODEL": "bench/model", "ANSWER_CACHE_HOURS": "0",
                // Everybody asks on and on; what is measured is not how quotas refuse that.
                "QUOTA_USER": "3,0", "QUOTA_GUILD": "0,0", "QUOTA_ALL": "\(together + 14),0",
            ], until: "first")
        try await discord.wait(within: .seconds(30)) { $0.isLive }

        let (start, texts) = (ContinuousClock.now, try options.questions(1_000))
        let end = start + .seconds(seconds)
        async let faults = SoakFaults(discord: discord).run(from: start + Self.warmUp, until: end, SplitMix(seed: seed))
        async let asked = withThrowingTaskGroup(of: [SoakQuestion].self) { [together, seed] group in
            for number in 0..<together {
                let talk = SoakTalk(number: number, discord: discord, texts: texts, end: end)
                group.addTask { try await talk.run(SplitMix(seed: seed &* 1_000 &+ UInt64(number))) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let before = try await bot.memory(before: start + Self.warmUp)
        let after = try await bot.memory(before: end)
        let report = SoakReport(
            questions: try await asked, faults: try await faults, record: discord.record, router: router.violations, delay: Self.delay)
        report.show(before: before, after: after)
        try await bot.stop()
        if !report.isGood { throw ExitCode.failure }
    }
}
