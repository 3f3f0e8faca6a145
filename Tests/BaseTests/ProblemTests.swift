import Base
import Foundation
import Testing

@Suite struct ProblemTests {
    @Test func `a problem reads as one sentence with its remedy`() {
        let problem = Problem(
            what: "cannot read the manifest", location: "index/manifest.json", reason: "the key num_chunks is missing",
            remedy: "Publish the index again.")
        #expect(
            problem.description
                == "cannot read the manifest (index/manifest.json): the key num_chunks is missing. Publish the index again.")
    }

    @Test func `a reason that is a whole sentence gets no second full stop`() {
        let problem = Problem(what: "it was refused", location: "", reason: "it is torn. Publish it again.", remedy: "Sync.")
        #expect(problem.description == "it was refused: it is torn. Publish it again. Sync.")
    }

    @Test func `a failed call on files tells the system's reason, not Foundation's`() throws {
        let file = NSTemporaryDirectory() + "docent-\(UUID().uuidString)"
        try Data().write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let path = file + "/a/b"
        let error = #expect(throws: (any Error).self) {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        #expect(Problem.system("cannot make a folder", at: path, cause: try #require(error)).reason == "Not a directory")
        #expect(Problem.system("cannot write", at: "/x", code: ENOSPC).remedy.hasPrefix("Free some space"))
    }

    @Test(arguments: [(Problem.Kind.usage, Int32(2)), (.failure, 1), (.temporary, 75)])
    func `the kind chooses the exit code`(kind: Problem.Kind, code: Int32) {
        #expect(Problem(kind, what: "", location: "", reason: "", remedy: "").exitCode == code)
    }

    @Test func `a secret is matched by itself alone`() {
        let secret = Secret("hf_abcdef")
        #expect(secret.matches("hf_abcdef") && !Secret("").matches(""))
        for wrong in ["", "hf_abcde", "hf_abcdeg", "hf_abcdefh", "hf_abcdefhf_abcdef", "xf_abcdef"] { #expect(!secret.matches(wrong)) }
    }

    @Test func `a secret prints as redacted however it is printed`() {
        let secret = Secret("hf_abcdef")
        var dumped = ""
        dump(["token": Optional(secret)], to: &dumped)
        for text in ["\(secret)", String(describing: secret), String(reflecting: [secret]), dumped] {
            #expect(!text.contains("abcdef"))
        }
        #expect(secret.revealed == "hf_abcdef")
    }
}
