import Answering
import Testing

@testable import docent

@Suite struct AnswerButtonTests {
    @Test(arguments: [AnswerButton.stop(question: "42"), .vote(.up, answer: "k1"), .vote(.down, answer: "k1"), .passages(answer: "k1")])
    func `a button is known by its id alone`(button: AnswerButton) {
        #expect(AnswerButton(customID: button.customID) == button)
        #expect(button.customID.utf16.count <= 100)
    }

    /// Those under answers of earlier versions must go on working.
    @Test func `the ids, letter by letter`() {
        #expect(AnswerButton.stop(question: "42").customID == "1:stop:42")
        #expect(AnswerButton.vote(.down, answer: "abc").customID == "1:down:abc")
        #expect(AnswerButton.passages(answer: "abc").customID == "1:passages:abc")
    }

    @Test(arguments: ["", "1", "1:up", "1:up:", "2:up:k", "1:sideways:k", "1:up:k:l", "1:up:\(String(repeating: "k", count: 65))", "up"])
    func `what anybody could send is no button`(id: String) {
        #expect(AnswerButton(customID: id) == nil)
    }

    @Test func `passages come with their places, and nothing in them breaks out`() {
        let passage = Passage(chunk: 1, text: "One.\n```\ncode\n@everyone", title: "Manual", page: 3)
        let long = Passage(chunk: 2, text: String(repeating: "A sentence of some length. ", count: 200), title: "Long")
        let answer = Answer(
            text: "", kind: .extracts, sources: [CitedSource(number: 2, passage: passage), CitedSource(number: 5, passage: long)], revision: "r",
            language: .english)
        let messages = PassageText.messages(of: answer)
        #expect(messages.first?.hasPrefix("**[2] Manual, p. 3**\n> One.\n> ```\n> code\n> @everyone") == true)
        #expect(messages.count == 3 && messages.allSatisfy { $0.utf16.count <= 2_000 && !DiscordMarkdown($0).isOpen })
        #expect(messages.joined().contains("**[5] Long**"))
    }
}
