import Base
import Foundation
import Testing

@testable import IndexSync

@Suite struct `A trial` {
    private static let both = TrialRules(signs: [.errors, .votes])

    /// A trial of `new` after `old`, of which so many of a hundred searches failed.
    private func trial(_ rules: TrialRules = both, failedBefore: Int = 0, fallback: String? = "old", age: Duration = .zero) -> Trial {
        var trial = Trial(rules)
        trial.activate("old", fallback: nil, at: .zero)
        for number in 0..<100 { #expect(trial.searched("old", failure: number < failedBefore ? "x" : nil, at: .zero) == nil) }
        trial.activate("new", fallback: fallback, age: age, at: .seconds(10))
        return trial
    }

    private func search(_ trial: inout Trial, _ outcomes: String, in snapshot: String = "new", at time: Duration = .seconds(20)) -> Trial.Rollback? {
        var verdict: Trial.Rollback?
        for outcome in outcomes {
            let found = trial.searched(snapshot, failure: outcome == "x" ? "the disk is gone" : nil, at: time)
            #expect(found == nil || verdict == nil)
            verdict = verdict ?? found
        }
        return verdict
    }

    @Test(arguments: [
        ("...........", 0, false), ("xx", 0, false), ("xxx", 0, true), ("x.x.x", 0, true), ("xx........x", 0, true), ("xx.............x", 0, false),
        // One that always failed so often is not worse now.
        ("xxx", 90, false), ("x.x.x.", 30, true), ("x.x.x.", 45, false),
    ]) func `is lost by searches that fail, oftener than before`(outcomes: String, failedBefore: Int, isLost: Bool) {
        var trial = trial(failedBefore: failedBefore)
        let verdict = search(&trial, outcomes)
        #expect((verdict != nil) == isLost)
        if let verdict {
            #expect(verdict.snapshot == "new" && verdict.fallback == "old" && verdict.reason.contains("the disk is gone"))
            #expect(trial.remaining(at: .seconds(20)) == nil)
        }
    }

    @Test func `is over when its time is, and what comes then decides nothing`() {
        var trial = trial()
        #expect(trial.remaining(at: .seconds(10))?.time == .seconds(1_800))
        #expect(search(&trial, "xx", at: .seconds(1_809)) == nil)
        #expect(search(&trial, "xxx", at: .seconds(1_810)) == nil)
        #expect(trial.remaining(at: .seconds(1_810)) == nil)
    }

    @Test func `goes on for the rest of its time after a restart, and not after it`() {
        #expect(trial(age: .seconds(1_000)).remaining(at: .seconds(10))?.time == .seconds(800))
        #expect(trial(age: .seconds(1_800)).remaining(at: .seconds(10)) == nil)
        #expect(trial(age: .seconds(-5)).remaining(at: .seconds(10))?.time == .seconds(1_800))
    }

    @Test func `is not held where there is nothing to go back to, or it is off`() {
        for var trial in [trial(fallback: nil), trial(fallback: "new"), trial(.off)] {
            #expect(trial.remaining(at: .seconds(10)) == nil)
            #expect(search(&trial, "xxxxxx") == nil)
            #expect(trial.voted("new", TrialOpinion(up: 0, down: 9, critics: 9), before: TrialOpinion(), at: .seconds(20)) == nil)
        }
    }

    @Test func `heeds only the searches in what is on trial`() {
        var trial = trial()
        #expect(search(&trial, "xxxxxx", in: "old") == nil)
        #expect(search(&trial, "xxx") != nil)
    }

    @Test(arguments: [
        (TrialOpinion(up: 0, down: 5, critics: 3), TrialOpinion(), true), (TrialOpinion(up: 0, down: 4, critics: 4), TrialOpinion(), false),
        // One member who dislikes everything.
        (TrialOpinion(up: 0, down: 50, critics: 1), TrialOpinion(), false), (TrialOpinion(up: 20, down: 5, critics: 5), TrialOpinion(), false),
        (TrialOpinion(up: 10, down: 5, critics: 5), TrialOpinion(), true),
        // No worse than before.
        (TrialOpinion(up: 10, down: 10, critics: 5), TrialOpinion(up: 30, down: 20, critics: 9), false),
        (TrialOpinion(up: 2, down: 10, critics: 5), TrialOpinion(up: 30, down: 20, critics: 9), true),
    ]) func `is lost by the votes of several members`(opinion: TrialOpinion, before: TrialOpinion, isLost: Bool) {
        var trial = trial()
        #expect((trial.voted("new", opinion, before: before, at: .seconds(20)) != nil) == isLost)
        var other = self.trial(TrialRules(signs: [.errors]))
        #expect(other.voted("new", opinion, before: before, at: .seconds(20)) == nil)
        var silent = self.trial(TrialRules(signs: [.votes]))
        #expect(search(&silent, "xxxxxxxx") == nil)
    }

    /// Activates, searches, votes and waits at random, beside a count made by hand.
    @Test(arguments: 0..<60 as Range<UInt64>) func `takes back only what is on trial, for enough failures, once`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var trial = Trial(Self.both)
        var (now, served, fallback, end) = (Duration.zero, "s0", String?.none, Duration.zero)
        var (failures, searches, serial) = (0, 0, 0)
        trial.activate(served, fallback: nil, at: now)
        for _ in 0..<600 {
            now += .seconds(Int.random(in: 0...60, using: &random))
            let verdict: Trial.Rollback?
            switch Int.random(in: 0..<30, using: &random) {
            case 0:
                serial += 1
                (fallback, served) = (served, "s\(serial)")
                trial.activate(served, fallback: fallback, at: now)
                (failures, searches, end) = (0, 0, now + .seconds(1_800))
                continue
            case 1:
                let down = Int.random(in: 0...10, using: &random)
                verdict = trial.voted(served, TrialOpinion(up: 1, down: down, critics: down), before: TrialOpinion(), at: now)
                if verdict != nil { #expect(down >= 5) }
            case 2: verdict = trial.searched("another", failure: "x", at: now)
            case let draw:
                let fails = draw < 6
                searches += 1
                if fails { failures += 1 }
                verdict = trial.searched(served, failure: fails ? "x" : nil, at: now)
                if verdict != nil { #expect(fails && failures >= 3 && failures * 5 > searches) }
            }
            guard let verdict else { continue }
            #expect(verdict.snapshot == served && verdict.fallback == fallback && now < end)
            #expect(trial.remaining(at: now) == nil)
            // Only an activation begins another.
            (fallback, end) = (nil, .zero)
            if Bool.random(using: &random) {
                served = verdict.fallback
                trial.activate(served, fallback: nil, at: now)
            }
        }
    }
}

@Suite struct `The watch over a trial` {
    @Test func `gives its verdict once, and forgets it when something else is served`() async {
        let watch = TrialWatch(TrialRules(), uptime: { .zero })
        let failure = Problem(what: "cannot search", location: "", reason: "broken", remedy: "")
        func lose() {
            watch.activate("new", fallback: "old")
            for _ in 0..<3 { watch.searched("new", problem: failure) }
        }
        lose()
        await watch.waitUntilDue()
        #expect(watch.takeDue()?.snapshot == "new")
        #expect(watch.takeDue() == nil)
        lose()
        watch.activate("newer", fallback: "old")
        #expect(watch.takeDue() == nil)
    }

    @Test func `does not blame an index for what may go well the next time`() {
        let watch = TrialWatch(TrialRules(), uptime: { .zero })
        watch.activate("new", fallback: "old")
        let passing = Problem(.temporary, what: "cannot start a thread", location: "", reason: "too many", remedy: "")
        for _ in 0..<9 { watch.searched("new", problem: passing) }
        #expect(watch.takeDue() == nil && watch.remaining() == .seconds(1_800))
    }
}
