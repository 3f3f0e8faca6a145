import Base
import Testing

@testable import docent

@Suite struct ReplyStreamTests {
    /// A message while the answer is being written.
    private func open(_ content: String) -> ReplyPiece { ReplyPiece(content: content, buttons: .stop) }
    private func plain(_ content: String) -> ReplyPiece { ReplyPiece(content: content) }

    @Test func `typing at once and every 8 s until there is text, never after`() {
        var reply = ReplyStream()
        #expect(reply.next(now: .zero) == .type)
        #expect(reply.next(now: .seconds(1)) == nil)
        #expect(reply.deadline == .seconds(8))
        #expect(reply.next(now: .seconds(8)) == .type)
        reply.append("Hi")
        #expect(reply.next(now: .seconds(9)) == .create(piece: 0, open("Hi")))
        reply.completed(now: .seconds(9))
        #expect(reply.next(now: .seconds(60)) == nil)
        #expect(reply.deadline == nil)
    }

    @Test func `edits are coalesced, and the last one is delivered`() {
        var reply = ReplyStream()
        reply.append("a")
        #expect(reply.next(now: .zero) == .create(piece: 0, open("a")))
        reply.append("b")
        #expect(reply.next(now: .zero) == nil)
        reply.completed(now: .milliseconds(200))
        #expect(reply.deadline == .milliseconds(1200))
        reply.append("c")
        reply.finish(footer: "-# end", buttons: .feedback("k"))
        #expect(reply.next(now: .milliseconds(1199)) == nil)
        let last = ReplyPiece(content: "abc\n\n-# end", buttons: .feedback("k"))
        #expect(reply.next(now: .milliseconds(1200)) == .edit(piece: 0, last))
        reply.failed(.temporary, now: .seconds(2))
        #expect(reply.deadline == .seconds(4))
        #expect(reply.next(now: .seconds(4)) == .edit(piece: 0, last))
        reply.completed(now: .seconds(4))
        #expect(reply.outcome == nil)
        #expect(reply.next(now: .seconds(4)) == nil)
        #expect(reply.outcome == true)
    }

    @Test func `a message that was created in a second try is brought to its text, since it may be that of the first`() {
        var reply = ReplyStream()
        reply.append("a")
        #expect(reply.next(now: .zero) == .create(piece: 0, open("a")))
        reply.failed(.temporary, now: .zero)
        reply.append("b")
        reply.finish()
        #expect(reply.next(now: .seconds(2)) == .create(piece: 0, plain("ab")))
        reply.completed(now: .seconds(2))
        #expect(reply.next(now: .seconds(3)) == .edit(piece: 0, plain("ab")))
        reply.completed(now: .seconds(3))
        #expect(reply.next(now: .seconds(3)) == nil && reply.outcome == true)
    }

    @Test func `after a change that had to wait for its limit, edits come no more often than that`() {
        var reply = ReplyStream()
        reply.append("a")
        #expect(reply.next(now: .zero) == .create(piece: 0, open("a")))
        reply.completed(now: .seconds(3))
        reply.append("b")
        #expect(reply.deadline == .seconds(6))
        #expect(reply.next(now: .seconds(6)) == .edit(piece: 0, open("ab")))
        reply.completed(now: .seconds(66))
        reply.append("c")
        #expect(reply.deadline == .seconds(76))
        // Who waits for the end has waited enough.
        reply.finish()
        #expect(reply.deadline == .seconds(67))
    }

    @Test func `what cannot be delivered is tried for minutes, more and more rarely`() {
        var reply = ReplyStream()
        reply.append("a")
        reply.finish()
        var (now, tries) = (Duration.zero, 0)
        while reply.outcome == nil {
            #expect(reply.next(now: now) == .create(piece: 0, plain("a")))
            reply.failed(.temporary, now: now)
            tries += 1
            now = reply.deadline ?? now
        }
        #expect(reply.outcome == false && now >= .seconds(600) && (30...50).contains(tries))
    }

    @Test func `the text is not cut anew for every word, and the button goes with the last message`() {
        var reply = ReplyStream(splitter: MessageSplitter(limit: 20))
        reply.append("one")
        _ = reply.next(now: .zero)
        reply.completed(now: .zero)
        for _ in 0..<3 { reply.append(" two three") }
        #expect(reply.next(now: .milliseconds(999)) == nil)
        #expect(reply.deadline == .seconds(1))
        #expect(reply.next(now: .seconds(1)) == .edit(piece: 0, plain("one two three two")))
        reply.completed(now: .seconds(1))
        // What has not fitted follows at once.
        #expect(reply.next(now: .seconds(1)) == .create(piece: 1, open("three two three")))
    }

    @Test func `what is gone is not tried again`() {
        var reply = ReplyStream()
        reply.append("a")
        _ = reply.next(now: .zero)
        reply.failed(.lasting, now: .zero)
        #expect(reply.outcome == false)
    }

    @Test func `a new answer takes the place of an earlier one, and what is too many goes`() {
        var reply = ReplyStream(existing: 3)
        #expect(reply.next(now: .zero) == .type)
        reply.append("new")
        reply.finish()
        #expect(reply.next(now: .seconds(1)) == .edit(piece: 0, plain("new")))
        reply.completed(now: .seconds(1))
        for piece in [2, 1] {
            #expect(reply.next(now: .seconds(1)) == .delete(piece: piece))
            reply.completed(now: .seconds(1))
        }
        #expect(reply.next(now: .seconds(1)) == nil && reply.outcome == true)
    }

    @Test func `of a retracted answer nothing is left, even of a message that is on its way`() {
        var reply = ReplyStream()
        reply.append("a")
        #expect(reply.next(now: .zero) == .create(piece: 0, open("a")))
        reply.retract()
        reply.append("more")
        #expect(reply.next(now: .zero) == nil && reply.outcome == nil)
        reply.completed(now: .zero)
        #expect(reply.next(now: .zero) == .delete(piece: 0))
        reply.completed(now: .zero)
        #expect(reply.next(now: .zero) == nil && reply.outcome == true)
        // Before there was anything.
        reply = ReplyStream()
        _ = reply.next(now: .zero)
        reply.retract()
        #expect(reply.deadline == .zero && reply.next(now: .zero) == nil && reply.outcome == true)
    }

    @Test func `an abandoned answer stays as it is`() {
        var reply = ReplyStream()
        reply.append("a")
        _ = reply.next(now: .zero)
        reply.completed(now: .zero)
        reply.append("b")
        reply.abandon()
        #expect(reply.next(now: .seconds(5)) == nil && reply.outcome == true)
    }

    /// News, time and failures in any order: the rules hold all the way, and the answer is there at the end.
    @Test(arguments: 0..<300) func `a random walk`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let pace = ReplyStream.Pace()
        let existing = seed % 3 == 0 ? Int.random(in: 1...4, using: &random) : 0
        var reply = ReplyStream(pace: pace, splitter: MessageSplitter(limit: 80), existing: existing)
        var channel: [ReplyPiece?] = Array(repeating: nil, count: existing)
        var (now, text, isFinished, isRetracted) = (Duration.zero, "", false, false)
        var (underWay, lastChange): (ReplyStream.Action?, Duration?) = (nil, nil)
        var (steps, hasFailed) = (0, false)
        // A message whose confirmation was lost.
        var arrived: ReplyPiece?
        while reply.outcome == nil, steps < 5_000 {
            steps += 1
            if !isFinished, Bool.random(using: &random) {
                let piece = ["Some words here. ", "\n\n", "```\ncode\n", "🙂", "- item\n"].randomElement(using: &random) ?? ""
                reply.append(piece)
                text += piece
                if steps > 200 || Int.random(in: 0..<40, using: &random) == 0 {
                    reply.finish(footer: "-# [1] Title", buttons: .feedback("k"))
                    isFinished = true
                }
            }
            if !isRetracted, seed % 5 == 0, Int.random(in: 0..<30, using: &random) == 0 {
                reply.retract()
                (isRetracted, isFinished) = (true, true)
            }
            if let action = underWay {
                // Never so often in a row that giving up comes into it.
                hasFailed = !hasFailed && Bool.random(using: &random)
                if !hasFailed {
                    switch action {
                    case .create(let piece, let message):
                        #expect(piece == channel.count)
                        // Discord knows it by its nonce, and leaves it as it is.
                        channel.append(arrived ?? message)
                        arrived = nil
                    case .edit(let piece, let message): channel[piece] = message
                    case .delete(let piece):
                        #expect(piece == channel.count - 1)
                        channel.removeLast()
                    case .type: Issue.record("typing is not under way")
                    }
                    lastChange = now
                    reply.completed(now: now)
                } else {
                    if case .create(_, let message) = action, arrived == nil, Bool.random(using: &random) { arrived = message }
                    reply.failed(.temporary, now: now)
                }
                underWay = nil
            } else if let action = reply.next(now: now) {
                switch action {
                case .type: #expect(channel.allSatisfy { $0 == nil })
                case .create(_, let message):
                    #expect(message.content.utf16.count <= 80)
                    underWay = action
                case .edit(_, let message):
                    #expect(message.content.utf16.count <= 80)
                    if let lastChange { #expect(now - lastChange >= pace.edits) }
                    underWay = action
                case .delete: underWay = action
                }
            }
            now += .milliseconds(Int.random(in: 0...600, using: &random))
        }
        #expect(reply.outcome == true)
        var whole = GrowingText(splitter: MessageSplitter(limit: 80))
        whole.append(text)
        #expect(channel.map { $0?.content } == (isRetracted ? [] : whole.messages(under: "-# [1] Title")))
        #expect(channel.dropLast().allSatisfy { $0?.buttons == ReplyButtons.none } && (isRetracted || channel.last??.buttons == .feedback("k")))
    }
}
