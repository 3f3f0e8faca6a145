import ArgumentParser

/// Memory of a real process: at rest, and after many questions; beside that of peers.
struct MemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "memory", abstract: "Memory of `docent run`, at rest and after many questions.")

    @OptionGroup var options: BotOptions
    @Option(help: "How many questions.") var questions = 10_000
    @Option(help: "How many at once.") var together = 4
    @Option(help: "NAME=FILE of a peer's figures, as `peer.py measure` prints them.") var peer: [NamedPath] = []

    func run() async throws {
        let peers = try peer.map { ($0.name, try PeerFigures(path: $0.path)) }
        let folder = try BenchFolder()
        try await folder.publish(options, as: "first")
        let start = ContinuousClock.now
        let fresh = try await MeasuredBot(options, folder: folder, until: "first")
        Summary.row("first start: fetched, verified, probed and served in", Summary.milliseconds(ContinuousClock.now - start))
        Summary.row("memory after the first start", fresh.memory)
        try await fresh.stop()

        let restart = ContinuousClock.now
        // At the product's own interval: each look lets go of memory, so that one every few seconds would flatter all that follows.
        let bot = try await MeasuredBot(options, folder: folder, settings: ["INDEX_POLL_SECONDS": "60"], until: "first")
        Summary.row("later start: verified and served in", Summary.milliseconds(ContinuousClock.now - restart))
        // As the peer is measured, when the first answer has been given; and at rest, after a look at the source: longer than the interval with
        // its jitter and the look itself.
        _ = await bot.ask(try options.questions(1)[0])
        Summary.row("memory after a later start and an answer", bot.memory)
        try await Task.sleep(for: .seconds(75))
        let rest = bot.memory
        Summary.row("memory at rest, after a later start and an answer", rest)
        let before = bot.processorTime
        let texts = try options.questions(questions)
        // As many as the peer is asked, which is slower; then the rest of them.
        let few = min(peers.map(\.1.questions).min() ?? 0, questions)
        var (times, failed) = await ask(bot, texts.prefix(few))
        let afterFew = bot.memory
        if few > 0 { Summary.row("memory after \(few) questions", afterFew) }
        let others = await ask(bot, texts.dropFirst(few))
        times += others.times
        failed += others.failed
        Summary.row("memory after \(questions) questions (\(failed) failed)", bot.memory)
        Summary.row("question to a whole answer of extracts, over HTTP", Summary(times, processor: bot.processorTime - before))
        try await bot.stop()
        for (name, figures) in peers {
            Summary.row("\(name): start to first answer", "\(Int(figures.start)) ms")
            Summary.row("\(name): memory at rest", figures.rest)
            PeerFigures.ratio("  its memory at rest", Double(figures.rest.resident), to: Double(rest.resident), bar: PeerFigures.memoryBar)
            Summary.row("\(name): memory after \(figures.questions) questions", figures.after)
            PeerFigures.ratio(
                "  its memory after questions", Double(figures.after.resident), to: Double(afterFew.resident), bar: PeerFigures.memoryBar)
        }
    }

    private func ask(_ bot: MeasuredBot, _ texts: ArraySlice<String>) async -> (times: [Duration], failed: Int) {
        await withTaskGroup(of: [(isAnswered: Bool, time: Duration)].self) { group in
            for lane in 0..<together {
                group.addTask { [together] in
                    var outcomes: [(isAnswered: Bool, time: Duration)] = []
                    for number in stride(from: texts.startIndex + lane, to: texts.endIndex, by: together) {
                        outcomes.append(await bot.ask(texts[number]))
                    }
                    return outcomes
                }
            }
            let outcomes = await group.reduce(into: []) { $0 += $1 }
            return (outcomes.map(\.time), outcomes.count { !$0.isAnswered })
        }
    }
}
