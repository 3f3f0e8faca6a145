import Base
import Foundation
import Testing

@testable import docent

struct QueryFileTests {
    @Test func `questions are read as JSON lines, whatever stands beside them`() throws {
        let text = "\u{FEFF}{\"id\":1,\"text\":\"a\"}\r\n\n {\"id\":\"x\",\"text\":\"b\",\"more\":[]}\n \t\n{\"id\":2.5,\"text\":\"ç\"}"
        let queries = try QueryFile.parse(Data(text.utf8), location: "f")
        #expect(queries == [.init(id: 1, text: "a"), .init(id: "x", text: "b"), .init(id: .number(2.5), text: "ç")])
    }

    private static let faults: [(line: String, reason: String)] = [
        ("{\"id\":1,", "not a JSON object"), ("[1]", "not a JSON object"), ("question", "not a JSON object"), ("{\"text\":\"a\"}", "no id"),
        ("{\"id\":null,\"text\":\"a\"}", "id is neither"), ("{\"id\":[],\"text\":\"a\"}", "id is neither"), ("{\"id\":1}", "no text"),
        ("{\"id\":1,\"text\":2}", "no text"), ("{\"id\":1,\"text\":\" \"}", "text is empty"),
    ]

    @Test(arguments: faults) func `the first line that is no question is named, with what is wrong`(line: String, reason: String) {
        let text = "{\"id\":1,\"text\":\"a\"}\n\n\(line)\n{}"
        let problem = #expect(throws: Problem.self) { try QueryFile.parse(Data(text.utf8), location: "f") }
        #expect(problem?.location == "f, line 3" && problem?.exitCode == 2 && problem?.reason.contains(reason) == true)
    }
}
