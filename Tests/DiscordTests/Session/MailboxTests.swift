import Testing
import TestSupport

@testable import Discord

struct MailboxTests {
    @Test func `elements come in order, and a full mailbox takes no more`() async {
        let mailbox = Mailbox<Int>(capacity: 2)
        #expect([1, 2, 3].map { mailbox.post($0) } == [true, true, false])
        #expect(await mailbox.next() == 1)
        #expect(mailbox.post(3))
        mailbox.finish()
        #expect(!mailbox.post(4))
        #expect(await [mailbox.next(), mailbox.next(), mailbox.next()] == [2, 3, nil])
    }

    @Test func `a sender waits for room and nothing is lost`() async {
        let mailbox = Mailbox<Int>(capacity: 3)
        let count = await withTaskGroup(of: Void.self) { group in
            for sender in 0..<10 { group.addTask { for index in 0..<100 { await mailbox.send(sender * 100 + index) } } }
            var seen: Set<Int> = []
            while seen.count < 1000, let element = await mailbox.next() { seen.insert(element) }
            return seen.count
        }
        #expect(count == 1000)
    }

    @Test func `a cancelled reader takes nothing, a cancelled sender leaves nothing`() async {
        let mailbox = Mailbox<Int>(capacity: 1)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { #expect(await mailbox.next() == nil) }
            group.cancelAll()
        }
        #expect(mailbox.post(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { #expect(await !mailbox.send(2)) }
            group.cancelAll()
        }
        #expect(await mailbox.next() == 1)
        mailbox.finish()
        #expect(await mailbox.next() == nil)
    }

    @Test func `a reader with a deadline gets what comes before it, or nothing`() async {
        let clock = ManualClock()
        let mailbox = Mailbox<Int>(capacity: 1)
        let timeline = Timeline(clock)
        async let first = mailbox.next(until: .seconds(1), on: timeline)
        await clock.waitForSleepers()
        clock.advance(by: .seconds(1))
        #expect(await first == nil)
        async let second = mailbox.next(until: .seconds(9), on: timeline)
        await clock.waitForSleepers()
        mailbox.post(7)
        #expect(await second == 7)
    }
}
