import Base
import Foundation
import Hub
import IndexSync
import Logging
import SearchIndex
import Testing
import Transport

@testable import docent

struct SettingsTests {
    private func load(_ environment: [String: String], files: [String: String] = [:]) throws -> Settings {
        try Settings.load(environment: environment, files: { files[$0].map { Array($0.utf8) } }, temporaryDirectory: "/tmp/")
    }

    @Test func `without any setting there is a bot that answers with extracts on a local page`() throws {
        let settings = try load([:])
        #expect(settings.discordToken == nil && settings.chatModel == nil && settings.indexSource == nil && settings.hfToken == nil)
        #expect(settings.port == 7860 && settings.indexPoll == .seconds(60) && settings.indexKeep == 3 && settings.answerPassages == 8)
        #expect(settings.localStorage == ".docent" && settings.modelDirectory == ".docent/models" && settings.scratch == "/tmp/docent")
        #expect(settings.hfEndpoint == "https://huggingface.co" && settings.logLevel == .info)
    }

    @Test func `every setting of the table is read, and only those`() {
        var reader = SettingsReader([:])
        _ = Settings(&reader, files: { _ in nil }, temporaryDirectory: "/tmp")
        #expect(reader.asked == Set(Setting.all))
        #expect(Set(Setting.all.map(\.name)).count == Setting.all.count)
    }

    @Test func `every example and every default is valid`() throws {
        for setting in Setting.all {
            let file = #"{"question":"x","source":"y"}"#
            #expect(throws: Never.self, "\(setting.name)") { try load([setting.name: setting.example], files: [setting.example: file]) }
        }
    }

    @Test(arguments: [
        ("PORT", "80x"), ("PORT", "0"), ("PORT", "65536"), ("INDEX_POLL_SECONDS", "4"), ("INDEX_KEEP", "-1"), ("ANSWER_PASSAGES", "33"),
        ("DISCORD_API_BASE", "discord.com"), ("HF_ENDPOINT", "ftp://x"), ("OPENROUTER_BASE_URL", "https://"), ("INDEX_SOURCE", "/srv/index"),
        ("GITHUB_API_URL", "github"), ("INDEX_SOURCE", "file://relative"), ("INDEX_REPO_ID", "name"), ("INDEX_REPO_TYPE", "space"),
        ("LOG_LEVEL", "loud"), ("SSL_CERT_FILE", "/nowhere"), ("DISCORD_TOKEN", "Bot abc"), ("HF_TOKEN", "hf_a b"), ("HTTPS_PROXY", "socks5://p:1"),
        ("DISCORD_SHARDS", "4/4"), ("DISCORD_COMPRESSION", "gzip"), ("ADMIN_TOKEN", "two words"), ("HUB_WEBHOOK_SECRET", "a b"),
        ("INDEX_CANARIES", "/nowhere"), ("INDEX_CANARY_PERCENT", "101"), ("INDEX_TRIAL_MINUTES", "0"), ("INDEX_ROLLBACK", "always"),
        ("DISCORD_OPERATIONS_CHANNEL", "#ops"),
    ])
    func `a wrong value is named with an example, and a secret one is not shown`(name: String, value: String) throws {
        let problem = try #require(throws: Problem.self) { try load([name: value]) }
        let setting = try #require(Setting.all.first { $0.name == name })
        #expect(problem.kind == .usage)
        #expect(problem.reason.contains("\(name) must") && problem.reason.contains("(for example \(name)=\(setting.example))"))
        #expect(problem.reason.contains("\"\(value)\"") != setting.isSecret)
    }

    @Test func `what keeps a worse index away is set, and a wrong file of canaries is named by its line`() throws {
        let standard = try load([:]).indexGuard
        #expect(standard.canaries.isEmpty && standard.percent == 80)
        #expect(standard.trial.period == .seconds(1_800) && standard.trial.signs == [.errors])
        let line = #"{"question":"q","source":"s"}"#
        let set = ["INDEX_CANARIES": "c", "INDEX_CANARY_PERCENT": "50", "INDEX_TRIAL_MINUTES": "5", "INDEX_ROLLBACK": "votes, Errors"]
        let guarded = try load(set, files: ["c": line]).indexGuard
        #expect(guarded.canaries.map(\.question) == ["q"] && guarded.percent == 50)
        #expect(guarded.trial.period == .seconds(300) && guarded.trial.signs == [.errors, .votes])
        #expect(try load(["INDEX_ROLLBACK": "off"]).indexGuard.trial.signs.isEmpty)
        let problem = try #require(throws: Problem.self) { try load(["INDEX_CANARIES": "c"], files: ["c": "\(line)\n{}"]) }
        #expect(problem.reason.contains("c, line 2") && problem.reason.contains("lacks a question"))
    }

    @Test func `all mistakes are told at once, those of the file too`() throws {
        let problem = try #require(throws: Problem.self) {
            try load(["PORT": "x", "LOG_LEVEL": "y"], files: [".env": "INDEX_KEEP=z\nwhat"])
        }
        #expect(problem.reason.split(separator: "\n").count == 4)
        for part in ["PORT", "LOG_LEVEL", "INDEX_KEEP", ".env, line 2"] { #expect(problem.reason.contains(part)) }
    }

    @Test func `the environment wins over the file, and an empty variable counts as not set`() throws {
        let file = [".env": "PORT=1000\nINDEX_KEEP=7\nLOG_LEVEL=debug"]
        let settings = try load(["PORT": "2000", "INDEX_KEEP": ""], files: file)
        #expect(settings.port == 2000 && settings.indexKeep == 7 && settings.logLevel == .debug)
    }

    @Test(arguments: [
        (["INDEX_REPO_ID": "o/n"], "hf://datasets/o/n"), (["INDEX_REPO_ID": "o/n", "INDEX_REPO_TYPE": "Model"], "hf://o/n"),
        (["INDEX_REPO_ID": "o/n", "INDEX_SOURCE": "file:///i"], "file:///i"),
    ])
    func `the source follows from the repository where it is not set`(environment: [String: String], expected: String) throws {
        #expect(try load(environment).indexSource?.description == expected)
    }

    @Test(arguments: [
        ([:], "/home/me/.cache/huggingface/token"), (["HF_HOME": "/hf/"], "/hf/token"), (["HF_TOKEN_PATH": "/t", "HF_HOME": "/hf"], "/t"),
    ])
    func `the Hub's token is found where its own tools put it`(environment: [String: String], path: String) throws {
        let path = path.replacing("/home/me", with: NSHomeDirectory())
        #expect(try load(environment, files: [path: " hf_x\n"]).hfToken?.revealed == "hf_x")
        #expect(try load(environment.merging(["HF_TOKEN": "hf_y"]) { $1 }, files: [path: "hf_x"]).hfToken?.revealed == "hf_y")
    }

    @Test func `a language model is used with a key, or without one on a server of one's own`() throws {
        #expect(try load(["OPENROUTER_API_KEY": "k"]).chatModel?.models.count == 2)
        let own = try load(["OPENROUTER_BASE_URL": "http://127.0.0.1:8080/v1/", "OPENROUTER_MODEL": " a , b,"]).chatModel
        #expect(own?.baseURL == "http://127.0.0.1:8080/v1" && own?.models == ["a", "b"] && own?.key == nil)
    }

    @Test func `proxies are read under their lower-case names too`() throws {
        let expected = try ProxySettings(httpsProxy: "http://p:1", noProxy: "a")
        #expect(try load(["https_proxy": "http://p:1", "no_proxy": "a"]).network.proxy == expected)
        #expect(try load(["https_proxy": "http://q:1", "HTTPS_PROXY": "http://p:1", "NO_PROXY": "a"]).network.proxy == expected)
    }

    @Test func `secrets do not print`() throws {
        let names = Setting.all.filter(\.isSecret).map(\.name).filter { !$0.hasSuffix("PROXY") }
        var text = ""
        dump(try load(Dictionary(uniqueKeysWithValues: names.map { ($0, "hunter2hunter2hunter2") })), to: &text)
        #expect(names.count >= 6 && !text.contains("hunter2"))
    }

    @Test func `the README shows the same table as the program`() throws {
        let readme = try String(contentsOfFile: "README.md", encoding: .utf8)
        let parts = readme.components(separatedBy: "<!-- settings -->\n")
        let table = try #require(parts.last?.components(separatedBy: "\n<!-- /settings -->").first)
        #expect(parts.count == 2 && table == Setting.markdown, "run `docent settings` and put its output between the marks")
    }

    @Test func `the help shows every setting`() {
        for setting in Setting.all { #expect(Setting.help.contains("  \(setting.name) ")) }
    }
}
