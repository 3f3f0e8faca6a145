import Testing

@testable import docent

@Suite struct `Letting go of memory` {
    @Test func `is due after starting and after each burst, and not while a process rests`() {
        var plan = LettingGo()
        #expect(plan.isDue(faults: 9_000))
        plan.done(faults: 9_300)
        #expect(!plan.isDue(faults: 9_300) && !plan.isDue(faults: 9_300 + LettingGo.few))
        #expect(plan.isDue(faults: 9_301 + LettingGo.few))
        plan.done(faults: 9_600)
        #expect(!plan.isDue(faults: 9_601))
    }

    @Test func `counts what comes in little by little`() {
        var plan = LettingGo()
        plan.done(faults: 1_000)
        let due = stride(from: 1_000, through: 2_000, by: LettingGo.few / 4).first { plan.isDue(faults: $0) }
        #expect(due == 1_000 + LettingGo.few / 4 * 5)
    }
}
