import Base
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

    @Test(arguments: [(Problem.Kind.usage, Int32(2)), (.failure, 1), (.temporary, 75)])
    func `the kind chooses the exit code`(kind: Problem.Kind, code: Int32) {
        #expect(Problem(kind, what: "", location: "", reason: "", remedy: "").exitCode == code)
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
