import Base
import Foundation
import Testing

extension EndToEnd {
    /// Retrieval alone, by command: a set of passages and questions in, what was found out.
    @Suite struct `Searching for many questions` {
        let stage: Stage
        private let passages = ["Every employee has 23 days of vacation.", "The office opens at eight.", "Bicycles stand in the yard."]

        init() async throws {
            stage = try Stage()
            let lines = passages.enumerated().map { #"{"id":"a\#($0)","title":"Guide","text":"\#($1)","lang":"en","law":9504}"# }
            try stage.program.write(lines.joined(separator: "\n"), to: "passages.jsonl")
            try await stage.command(["ingest", "\(stage.program.folder)/passages.jsonl", "--output", "\(stage.program.folder)/artifact"])
        }

        private func search(_ input: String) async throws -> Program.Outcome {
            try await stage.program.run(
                "search", "--queries", "-", "--top", "2", "--json",
                environment: stage.settings.merging(["INDEX_SOURCE": "file://\(stage.program.folder)/artifact"]) { $1 }, input: input)
        }

        @Test func `the answers come in the order of the questions, with every key of the passages`() async throws {
            // More than are worked on at once.
            let questions = (0..<300).map { #"{"id":\#($0),"text":"\#(passages[$0 % 3])"}"# }
            let outcome = try await search(questions.joined(separator: "\n"))
            try #require(outcome.code == 0, "\(outcome.errors)")
            let lines = try outcome.output.split(separator: "\n").map { try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
            #expect(lines.map { $0["id"]?.intValue } == Array(0..<300))
            for (number, line) in lines.enumerated() {
                guard case .array(let hits)? = line["hits"], case .object(var first)? = hits.first else {
                    Issue.record("no hits: \(line)")
                    return
                }
                #expect(hits.count <= 2)
                guard case .object(let arms)? = first.removeValue(forKey: "arms") else {
                    Issue.record("no arms: \(first)")
                    return
                }
                #expect(Set(arms.keys).isSuperset(of: ["lexical", "fragment", "dense"]))
                switch first.removeValue(forKey: "score") {
                case .number, .integer: break
                case let other: Issue.record("no score: \(String(describing: other))")
                }
                guard case .number(0...1)? = first.removeValue(forKey: "relevance") else {
                    Issue.record("no relevance: \(first)")
                    return
                }
                #expect(
                    first == [
                        "chunk": .integer(Int64(number % 3)), "id": .string("a\(number % 3)"), "source": "passages.jsonl", "title": "Guide",
                        "lang": "en", "law": 9504,
                    ])
            }
        }

        @Test func `a broken line is named before anything is printed`() async throws {
            let outcome = try await search(#"{"id":1,"text":"vacation"}"# + "\n" + #"{"id":2}"#)
            #expect(outcome.code == 2 && outcome.output.isEmpty && outcome.errors.contains("standard input, line 2"))
        }
    }
}
