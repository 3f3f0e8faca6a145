import Base
import TestSupport

/// One question of the soak.
struct SoakQuestion: Sendable {
    /// The message's id.
    var id: String
    var time: ContinuousClock.Instant
    /// Whether it had a whole answer in time.
    var isAnswered: Bool
}

/// One person who asks on and on in a channel of their own, every other time by a reply to the answer before.
struct SoakTalk: Sendable {
    let number: Int
    let discord: StandInDiscord
    let texts: [String]
    let end: ContinuousClock.Instant

    /// No fault lasts as long.
    private static let patience = Duration.seconds(60)

    /// Asks until the end, with pauses as people make them.
    func run(_ random: SplitMix) async throws -> [SoakQuestion] {
        var (random, asked, last) = (random, [SoakQuestion](), String?.none)
        let person = StandInDiscord.Person(id: String(5_000 + number), name: "Person\(number)")
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...4_000, using: &random)))
        while ContinuousClock.now < end {
            let text = texts.randomElement(using: &random) ?? ""
            let reply = asked.count % 2 == 0 ? nil : last.map { (id: $0, author: StandInDiscord.botID) }
            let time = ContinuousClock.now
            let id = discord.write(
                "<@\(StandInDiscord.botID)> \(text)", in: String(2_000 + number), by: person, repliesTo: reply,
                copies: Int.random(in: 0..<5, using: &random) == 0 ? 2 : 1)
            @Sendable func answer(_ record: StandInDiscord.Record) -> StandInDiscord.Sent? {
                record.sent.last { $0.repliesTo == id && $0.isWholeAnswer }
            }
            let isAnswered = (try? await discord.wait(within: Self.patience) { answer($0) != nil }) != nil
            last = answer(discord.record)?.id
            asked.append(SoakQuestion(id: id, time: time, isAnswered: isAnswered))
            try await Task.sleep(for: .milliseconds(Int.random(in: 2_000...6_000, using: &random)))
        }
        return asked
    }
}
