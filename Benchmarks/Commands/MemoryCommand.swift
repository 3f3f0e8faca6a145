import ArgumentParser

/// Memory of a real process: at rest, and after many questions.
struct MemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "memory", abstract: "Memory of `docent run`, at rest and after many questions.")

    @OptionGroup var options: BotOptions
    @Option(help: "How many questions.") var questions = 10_000
    @Option(help: "How many at once.") var together = 4

    func run() async throws {
        let folder = try BenchFolder()
        try await folder.publish(options, as: "first")
        let start = ContinuousClock.now
        let fresh = try await MeasuredBot(options, folder: folder, until: "first")
        Summary.row("first start: fetched, verified, probed and served in", Summary.milliseconds(ContinuousClock.now - start))
        Summary.row("memory after the first start", fresh.memory)
        try await fresh.stop()

        let restart = ContinuousClock.now
        let bot = try await MeasuredBot(options, folder: folder, until: "first")
        Summary.row("later start: verified and served in", Summary.milliseconds(ContinuousClock.now - restart))
        Summary.row("memory at rest, after a later start", bot.memory)
        let texts = try options.questions()
        let failed = await withTaskGroup(of: Int.self) { group in
            for lane in 0..<together {
                group.addTask { [questions, together] in
                    var failed = 0
                    for number in stride(from: lane, to: questions, by: together) where await !bot.ask(texts[number % texts.count]).isAnswered {
                        failed += 1
                    }
                    return failed
                }
            }
            return await group.reduce(0, +)
        }
        Summary.row("memory after \(questions) questions (\(failed) failed)", bot.memory)
        try await bot.stop()
    }
}
