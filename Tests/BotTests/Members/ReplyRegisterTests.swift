import Discord
import Testing

@testable import docent

@Suite struct ReplyRegisterTests {
    private func asked(_ id: Snowflake, _ text: String = "First?") -> Asked {
        Asked(IncomingQuestion(message: id, channel: "c", guild: "g", author: "ana", authorName: "Ana", text: text))
    }

    /// The orders that wait.
    private func orders(_ control: ReplyControl) async -> [ReplyOrder] {
        control.finish()
        var orders: [ReplyOrder] = []
        while let order = await control.next() { orders.append(order) }
        return orders
    }

    @Test func `a reply under way is told`() async {
        var register = ReplyRegister()
        let control = register.begin(asked("1"), now: .zero)
        #expect(register.change("1", to: "First?", now: .seconds(1)) == nil, "what it says already")
        #expect(register.change("1", to: "Second?", now: .seconds(1)) == nil)
        #expect(register.asked("1")?.text == "Second?")
        #expect(register.stop("1", by: "bo") == .notTheirs)
        #expect(register.stop("1", by: "ana") == .given)
        #expect(register.retract("1") == nil)
        #expect(await orders(control) == [.ask("Second?"), .stop, .retract])
    }

    @Test func `one that stands is answered again for two minutes, and taken back`() {
        var register = ReplyRegister()
        _ = register.begin(asked("1"), now: .zero)
        register.settle("1", ["m"], now: .seconds(100))
        #expect(register.stop("1", by: "ana") == .unknown)
        let again = register.change("1", to: "Second?", now: .seconds(119))
        #expect(again?.asked.text == "Second?" && again?.messages == ["m"])
        register.settle("1", ["m", "n"], now: .seconds(119))
        #expect(register.change("1", to: "Third?", now: .seconds(120)) == nil, "counted from when it was put")
        register.move("1", to: "thread")
        let gone = register.retract("1")
        #expect(gone?.messages == ["m", "n"] && gone?.place == "thread")
        #expect(register.retract("1") == nil && register.count == 0)
    }

    @Test func `what is not known is nobody's`() {
        var register = ReplyRegister()
        #expect(register.stop("1", by: "ana") == .unknown && register.retract("1") == nil)
        #expect(register.change("1", to: "x", now: .zero) == nil && register.asked("1") == nil)
        register.settle("1", ["m"], now: .zero)
        #expect(register.count == 0)
    }

    @Test func `those that stand are forgotten in time, and there is a bound`() {
        var register = ReplyRegister()
        for number in 0..<2_000 {
            _ = register.begin(asked(Snowflake("\(number)")), now: .zero)
            register.settle(Snowflake("\(number)"), ["m"], now: .zero)
        }
        #expect(register.count == ReplyRegister.most)
        _ = register.begin(asked("later"), now: .seconds(200))
        register.settle("later", ["m"], now: .seconds(200))
        #expect(register.count == 1)
    }
}
