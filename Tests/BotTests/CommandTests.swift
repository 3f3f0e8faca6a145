import Base
import Foundation
import Testing

@testable import docent

struct CommandTests {
    private static let usage: [[String]] = [
        ["bogus"], ["search"], ["search", "x", "--queries", "f"], ["search", "x", "--top", "0"], ["search", "x", "--top", "many"], ["search", " "],
        ["publish"], ["publish", "x"], ["publish", "x", "--to", "ftp://x"], ["publish", "x", "--to", "github://a"], ["index", "pin"],
        ["index", "pin", "a b"], ["search", "--queries", "nowhere.jsonl"], ["index", "list", "--limit", "0"], ["--bogus"],
    ]

    @Test(arguments: usage) func `wrong usage ends with 2, one message and nothing on standard output`(arguments: [String]) async throws {
        let program = try Program()
        defer { program.remove() }
        let outcome = try await program.run(arguments)
        #expect(outcome.code == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("docent: ") && outcome.errors.components(separatedBy: "docent: ").count == 2)
    }

    @Test(arguments: [["--help"], ["search", "--help"], ["--version"], ["help", "index"], ["settings"]])
    func `help and version end with 0 on standard output`(arguments: [String]) async throws {
        let program = try Program()
        defer { program.remove() }
        let outcome = try await program.run(arguments)
        #expect(outcome.code == 0 && outcome.errors.isEmpty && !outcome.output.isEmpty)
    }

    @Test func `wrong settings end with 2 and are told all at once, from the file too`() async throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("INDEX_KEEP=none\n", to: ".env")
        let outcome = try await program.run("index", "status", environment: ["PORT": "x"])
        #expect(outcome.code == 2)
        #expect(outcome.errors.contains("PORT must") && outcome.errors.contains("INDEX_KEEP must"))
    }

    @Test func `a search without an index says what to set`() async throws {
        let program = try Program()
        defer { program.remove() }
        let outcome = try await program.run("search", "x")
        #expect(outcome.code == 2 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("INDEX_SOURCE is not set") && outcome.errors.contains("for example INDEX_SOURCE="))
    }

    @Test func `nothing published yet is a temporary failure`() async throws {
        let program = try Program()
        defer { program.remove() }
        let outcome = try await program.run("search", "x", environment: ["INDEX_SOURCE": "file://\(program.folder)"])
        #expect(outcome.code == 75 && outcome.errors.contains("docent publish"))
    }

    @Test func `the pin is kept and shown, and a setting that goes before it is named`() async throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try await program.run("index", "pin", "v12").code == 0)
        let status = try await program.run("index", "status", "--json")
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(status.output.utf8))
        #expect(value["pinned"] == .string("v12") && value["stored"] == .array([]))
        let other = try await program.run("index", "pin", "v13", environment: ["INDEX_REVISION": "v1"])
        #expect(other.code == 0 && other.errors.contains("INDEX_REVISION=v1"))
        #expect(try await program.run("index", "unpin").code == 0)
        #expect(try await program.run("index", "status").output.contains("the newest is followed"))
    }

    @Test func `a pin to a revision that the source does not have is not set`() async throws {
        let program = try Program()
        defer { program.remove() }
        let outcome = try await program.run("index", "pin", "v12", environment: ["INDEX_SOURCE": "file://\(program.folder)"])
        #expect(outcome.code == 2 && outcome.errors.contains("the revision v12 is not in"))
        #expect(try await program.run("index", "status").output.contains("the newest is followed"))
    }

    @Test func `a failure that is not wrong usage ends with 1`() async throws {
        let program = try Program()
        defer { program.remove() }
        let outcome = try await program.run("publish", "nowhere", "--to", "file://\(program.folder)/out")
        #expect(outcome.code == 1 && outcome.errors.hasPrefix("docent: "))
    }
}
