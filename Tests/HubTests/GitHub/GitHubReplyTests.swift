import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Hub

@Suite struct `GitHub's answers` {
    @Test(
        arguments: [
            ("30", "0", "1000", 30), (nil, "0", "1090", 91), (nil, "0", "900", 1), (nil, "5", "1090", nil), (nil, "0", "99999999999999999999", 3_600),
            (nil, nil, nil, nil), ("soon", "1", nil, nil), ("999999", nil, nil, 3_600), (nil, "0", "nan", nil),
        ] as [(String?, String?, String?, Int?)])
    func `tell how long to wait, by GitHub's own clock`(retry: String?, remaining: String?, reset: String?, seconds: Int?) {
        let now = Date(timeIntervalSince1970: 1_000)
        #expect(GitHubReply.wait(retryAfter: retry, remaining: remaining, reset: reset, now: now) == seconds.map { .seconds($0) })
        #expect(GitHubReply.date("Thu, 01 Jan 1970 00:16:40 GMT") == now)
    }

    @Test(arguments: [
        ("https://api.github.com", "https://uploads.github.com/repos/x", true), ("https://api.github.com", "https://uploads.github.com:444/", false),
        ("https://api.github.com", "http://uploads.github.com/", false),
        ("https://api.github.com", "https://uploads.github.com.evil.example/", false),
        ("https://github.example/api/v3", "https://uploads.example/", false),
    ]) func `name a host for uploads that may be trusted only beside the API`(api: String, uploads: String, isTrusted: Bool) throws {
        #expect(try #require(WebOrigin(uploads)).isUploads(of: try #require(WebOrigin(api))) == isTrusted)
    }

    @Test(
        arguments: [
            ("bytes 200-999/1000", nil, 206, 200), ("bytes 0-0/1", "identity", 206, 0), (nil, nil, 206, nil), ("bytes */1000", nil, 206, nil),
            ("bytes 200-999/1000", "gzip", 206, nil), (nil, "gzip", 200, 0),
        ] as [(String?, String?, Int, Int64?)]) func `tell where their bytes begin`(range: String?, encoding: String?, status: Int, offset: Int64?)
    {
        #expect(ContentRange.offset(status: status, range: range, encoding: encoding) == offset)
    }

    private func refusal(
        token: String?, name: String = "acme/handbook", tag: String? = nil
    ) async throws -> HubError {
        var configuration = StandInGitHub.Configuration()
        configuration.isPrivate = true
        let gitHub = try StandInGitHub(configuration)
        guard case .gitHub(var repository) = try SourceAddress("github://\(name)") else { throw HubError.unavailable("no address") }
        repository.tag = tag
        let source = GitHubSource(repository: repository, gitHub.access(token, PromptClock()))
        return try #require(await #expect(throws: HubError.self) { try await source.look(at: nil, known: nil) })
    }

    private func settings(_ error: HubError) throws -> (what: String, remedy: String) {
        guard case .settings(let what, let remedy) = error else { throw error }
        return (what, remedy)
    }

    @Test func `that refuse say whether the token, its permission, the repository or the release is at fault`() async throws {
        let without = try settings(try await refusal(token: nil))
        #expect(without.what.contains("may be private") && without.remedy.contains("Set GITHUB_TOKEN"))
        let wrong = try settings(try await refusal(token: "github_wrong"))
        #expect(wrong.what.contains("does not accept GITHUB_TOKEN") && !"\(wrong)".contains("github_wrong"))
        let missing = try settings(try await refusal(token: "github_reader", name: "acme/nothing"))
        #expect(missing.what.contains("acme/nothing") && missing.remedy.contains("Check the name"))
        let release = try settings(try await refusal(token: "github_reader", tag: "v9"))
        #expect(release.what.contains("no release v9"))
    }

    @Test func `that refuse for single sign-on or for too many requests are told apart from a missing permission`() async throws {
        let reply = { (fields: HTTPFields) in GitHubReply(status: 403, fields: fields, now: Date()) }
        func error(_ fields: HTTPFields, _ message: String) -> HubError {
            reply(fields).error(GitHubRepository(owner: "a", name: "b"), subject: "x", message: message, hasToken: true, isWriting: false)
        }
        let sso = try settings(error([HTTPField.Name("X-GitHub-SSO")!: "required"], "Resource protected"))
        #expect(sso.remedy.contains("single sign-on"))
        #expect(try settings(error([:], "Resource not accessible")).remedy.contains("Contents: read"))
        #expect(error([:], "You have exceeded a secondary rate limit") == .rateLimited(retryAfter: .seconds(60)))
        #expect(error([.retryAfter: "9"], "") == .rateLimited(retryAfter: .seconds(9)))
    }
}
