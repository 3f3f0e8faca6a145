import ArgumentParser
import Base
import Foundation
import SearchIndex
import TestSupport

/// What members notice, and what memory is taken, while a new revision comes into service.
struct SwapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "swap", abstract: "Answers and memory while a new revision is swapped in.")

    @OptionGroup var options: BotOptions
    @Option(help: "How many ask without a pause.") var together = 4
    @Option(help: "How many revisions come into service, one after the other.") var swaps = 4

    private struct Tally: Sendable {
        var times: [Duration] = []
        var failed = 0
        var most = 0
        var mostOwn = 0

        static func += (sum: inout Tally, other: Tally) {
            sum.times += other.times
            sum.failed += other.failed
            (sum.most, sum.mostOwn) = (max(sum.most, other.most), max(sum.mostOwn, other.mostOwn))
        }
    }

    func run() async throws {
        let folder = try BenchFolder()
        try await folder.publish(options, as: "first")
        let bot = try await MeasuredBot(options, folder: folder, until: "first")
        try await bot.stop()
        let again = try await MeasuredBot(options, folder: folder, settings: ["LOG_LEVEL": "debug"], until: "first")
        let rest = again.memory
        let texts = try options.questions(LatencyCommand.defaultQuestions)
        // The stretch without a swap that the swap is compared with.
        let calm = try await observe(again, texts) { try await Task.sleep(for: .seconds(10)) }
        let before = again.memory
        var after: [MemoryUse] = []
        var swap = Tally()
        var stretches: [SwapStretch] = []
        for number in 1...max(swaps, 1) {
            let lines = again.process.lines.count
            let stretched = Observed(SwapStretch?.none)
            swap += try await observe(again, texts) {
                async let stretch = SwapStretch.watched(again.process, revision: "swap-\(number)", after: lines)
                try await folder.publish(options, as: "swap-\(number)")
                let seen = try await stretch
                stretched.update { $0 = seen }
                // Time for the last answers on the old index, whose reader frees it, and for the next look at the source.
                try await Task.sleep(for: .seconds(7))
            }
            after.append(again.memory)
            stretches += [stretched.value].compactMap(\.self)
        }
        let manifest = try Manifest(json: Data(contentsOf: URL(filePath: "\(options.index)/manifest.json")), location: options.index)
        Summary.row("detection to serving of \(manifest.numChunks) chunks, less transfer", Summary(stretches.map(\.work)))
        Summary.row("  and the transfer, from a folder", Summary(stretches.map(\.transfer)))
        Summary.row("memory at rest before", rest)
        Summary.row("memory after \(calm.times.count) answers, before the first swap", before)
        Summary.row("memory at its peak without a swap", "\(calm.most) MB resident, \(calm.mostOwn) MB its own")
        Summary.row("memory at its peak in a swap, children included", "\(swap.most) MB resident, \(swap.mostOwn) MB its own")
        Summary.row("memory after each swap, MB resident", after.map { "\($0.resident)" }.joined(separator: " "))
        Summary.row("memory after the last", again.memory)
        Summary.row("answers without a swap, \(together) at once", "\(calm.times.count), \(calm.failed) failed; \(Summary(calm.times))")
        Summary.row("answers in a swap, \(together) at once", "\(swap.times.count), \(swap.failed) failed; \(Summary(swap.times))")
        Summary.row(
            "slowest answer in a swap, beside the slowest without",
            "\(Summary.milliseconds(Summary(swap.times).quantile(1))), \(Summary.milliseconds(Summary(calm.times).quantile(1)))")
        Summary.row("of these delayed by more than a second", swap.times.count { $0 > .seconds(1) })
        try await again.stop()
    }

    /// Has questions asked without a pause while `event` happens, and looks at the memory twenty times in a second.
    private func observe(_ bot: MeasuredBot, _ texts: [String], while event: @Sendable () async throws -> Void) async throws -> Tally {
        let tally = Observed(Tally())
        let isOver = Observed(false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<together {
                group.addTask {
                    var number = lane
                    while !isOver.value {
                        let outcome = await bot.ask(texts[number % texts.count])
                        number += together
                        tally.update { tally in
                            tally.times.append(outcome.time)
                            tally.failed += outcome.isAnswered ? 0 : 1
                        }
                    }
                }
            }
            group.addTask {
                while !isOver.value {
                    let use = MemoryUse(ofFamily: bot.process.id)
                    tally.update { ($0.most, $0.mostOwn) = (max($0.most, use.resident), max($0.mostOwn, use.own)) }
                    // Often enough to see a peak, seldom enough to cost nothing.
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            defer { isOver.update { $0 = true } }
            try await event()
        }
        return tally.value
    }
}
