import Base
import Testing

@testable import IndexSync

@Suite struct `The schedule of looks` {
    /// The value, to be changed within an expectation.
    private final class Kept {
        private var schedule = LookSchedule()

        func ask(_ request: LookRequest, at now: Duration) -> Duration { schedule.ask(request, at: now) }
        func begin(at now: Duration) -> Bool { schedule.begin(at: now) }
        func end(at now: Duration, poll: Duration = .seconds(60), wait: Duration? = nil) { schedule.end(at: now, poll: poll, wait: wait) }
        func wait(at now: Duration) -> Duration { schedule.wait(at: now) }
    }

    private let schedule = Kept()

    init() {
        schedule.end(at: .zero)
    }

    @Test func `waits for the poll when nobody asks`() {
        #expect(schedule.wait(at: .seconds(5)) == .seconds(55))
        #expect(schedule.wait(at: .seconds(61)) == .zero)
    }

    @Test func `looks at once when a person or another process asks, and tells a person's wish from others`() {
        #expect(schedule.ask(.byHand, at: .seconds(5)) == .zero)
        #expect(schedule.ask(.told, at: .seconds(5)) == .zero)
        #expect(schedule.ask(.notice, at: .seconds(5)) == .zero)
        #expect(schedule.begin(at: .seconds(5)))
        schedule.end(at: .seconds(6))
        #expect(schedule.wait(at: .seconds(6)) == .seconds(60))
        _ = schedule.ask(.told, at: .seconds(7))
        #expect(!schedule.begin(at: .seconds(7)))
    }

    @Test func `lets notices settle, but not for ever`() {
        for second in 0..<14 { #expect(schedule.ask(.notice, at: .seconds(second)) == .seconds(min(3, 15 - second))) }
        #expect(schedule.wait(at: .seconds(15)) == .zero)
    }

    @Test func `keeps a notice that has not settled when the poll comes first`() {
        _ = schedule.ask(.notice, at: .seconds(59))
        #expect(!schedule.begin(at: .seconds(60)))
        schedule.end(at: .seconds(60))
        #expect(schedule.wait(at: .seconds(60)) == .seconds(2))
    }

    @Test func `keeps what is asked during a look for the look after it`() {
        _ = schedule.begin(at: .seconds(60))
        _ = schedule.ask(.byHand, at: .seconds(61))
        schedule.end(at: .seconds(90))
        #expect(schedule.wait(at: .seconds(90)) == .zero)
        #expect(schedule.begin(at: .seconds(90)))
    }

    @Test func `leaves the source alone for as long as it asked, whoever asks`() {
        schedule.end(at: .zero, poll: .seconds(300), wait: .seconds(300))
        #expect(schedule.ask(.byHand, at: .seconds(10)) == .seconds(290))
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func `never bothers the source more often than its bounds say`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var now = Duration.zero
        var looks: [Duration] = []
        for _ in 0..<4_000 {
            now += .milliseconds(Int.random(in: 0...700, using: &random))
            let request = [LookRequest.byHand, .told, .notice][Int(random.next() % 3)]
            let told = schedule.ask(request, at: now)
            #expect(told == schedule.wait(at: now) && told <= .seconds(60))
            guard told == .zero else { continue }
            _ = schedule.begin(at: now)
            looks.append(now)
            schedule.end(at: now)
        }
        #expect(looks.count > 50)
        for (first, fourth) in zip(looks, looks.dropFirst(3)) { #expect(fourth - first >= .seconds(30)) }
    }
}
