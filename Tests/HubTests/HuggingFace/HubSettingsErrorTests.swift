import Base
import Hub
import TestSupport
import Testing
import Transport

/// What only the operator can put right is named as such, with what to do.
@Suite struct `The Hub's refusals` {
    private func refusal(
        _ configure: (inout StandInHub.Configuration) -> Void = { _ in }, token: String?, id: String? = nil, faults: [StandInFault] = []
    )
        async throws -> (what: String, remedy: String)
    {
        var configuration = StandInHub.Configuration()
        configure(&configuration)
        let hub = try StandInHub(configuration)
        for fault in faults { hub.inject(fault, times: 10) }
        let address = try SourceAddress("hf://datasets/\(id ?? hub.configuration.id)")
        guard case .huggingFace(let repository) = address else { return ("", "") }
        let source = HuggingFaceSource(repository: repository, hub.access(token, PromptClock()))
        let error = await #expect(throws: HubError.self) { try await source.look(at: nil, known: nil) }
        guard case .settings(let what, let remedy) = error else { throw try #require(error) }
        return (what, remedy)
    }

    @Test func `a private repository without a token asks for one`() async throws {
        #expect(try await refusal({ $0.isPrivate = true }, token: nil).remedy.contains("Set HF_TOKEN"))
    }

    @Test func `a missing repository looks the same without a token, and is told apart with one`() async throws {
        #expect(try await refusal(token: nil, id: "acme/nothing").remedy.contains("Set HF_TOKEN"))
        let told = try await refusal(token: "hf_secret", id: "acme/nothing")
        #expect(told.what.contains("does not exist"))
        #expect(told.remedy.contains("INDEX_SOURCE"))
    }

    @Test func `a branch that is not there is a matter of INDEX_SOURCE, a pin that means nothing one of pins`() async throws {
        let hub = try StandInHub()
        for (revision, pin, word) in [("develop", nil, "INDEX_SOURCE"), (nil, "v9", "docent index list")] {
            let repository = HuggingFaceRepository(kind: .dataset, id: hub.configuration.id, revision: revision)
            let source = HuggingFaceSource(repository: repository, hub.access(nil, PromptClock()))
            let error = await #expect(throws: HubError.self) { try await source.look(at: pin, known: nil) }
            guard case .settings(_, let remedy) = error else { throw try #require(error) }
            #expect(remedy.contains(word))
        }
    }

    @Test func `a wrong token is named, and not printed`() async throws {
        let told = try await refusal(token: "hf_wrong")
        #expect(told.what.contains("does not accept HF_TOKEN"))
        #expect(!told.what.contains("hf_wrong") && !told.remedy.contains("hf_wrong"))
    }

    @Test func `a gated repository and a token without scope are told apart`() async throws {
        let gated = try await refusal(token: "hf_secret", faults: [.status(403, headers: ["X-Error-Code": "GatedRepo"])])
        #expect(gated.remedy.contains("Ask for access"))
        let scope = try await refusal(
            token: "hf_secret", faults: [.status(403, headers: ["X-Error-Message": "Access to this resource is disabled."])])
        #expect(scope.what.contains("disabled"))
    }
}
