import Base
import TestSupport
import Testing

@Suite struct DeadlineTests {
    @Test func `a long wait is made of short sleeps and ends at its moment`() async throws {
        let clock = ManualClock()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await clock.pause(until: clock.now.advanced(by: .seconds(5))) }
            for (end, step) in [(2, 2), (4, 2), (5, 1)] {
                await clock.waitForSleepers()
                #expect(clock.nextDeadline?.offset == .seconds(end))
                clock.advance(by: .seconds(step))
            }
            try await group.waitForAll()
        }
    }

    @Test func `work that takes too long is cancelled, work in time is not`() async throws {
        let clock = ManualClock()
        #expect(try await withDeadline(clock.now.advanced(by: .seconds(60)), clock: clock) { 1 } == 1)
        await #expect(throws: DeadlinePassed.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await withDeadline(clock.now.advanced(by: .seconds(60)), clock: clock) {
                        try await ContinuousClock().sleep(for: .seconds(3_600))
                    }
                }
                await clock.waitForSleepers()
                clock.advance(by: .seconds(60))
                try await group.waitForAll()
            }
        }
    }
}
