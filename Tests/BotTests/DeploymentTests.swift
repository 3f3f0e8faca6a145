import Foundation
import Testing
import Yams

@testable import docent

/// What the Space is told in three places must be what the program reads.
struct DeploymentTests {
    private let space: [String: Any]
    private let front: [String: Any]
    private let dockerfile: String

    init() throws {
        func yaml(_ text: String) throws -> [String: Any] { try #require(try Yams.load(yaml: text) as? [String: Any]) }
        func file(_ name: String) throws -> String { try String(contentsOfFile: name, encoding: .utf8) }
        space = try yaml(file("space.yaml"))
        front = try yaml(#require(file("README.md").components(separatedBy: "---\n").dropFirst().first))
        dockerfile = try file("Dockerfile")
    }

    /// The settings that the image sets for itself.
    private var imageVariables: [String: String] {
        let lines = dockerfile.split(separator: "\n").filter { $0.hasPrefix("ENV ") }
        let pairs = lines.flatMap { $0.dropFirst(4).split(separator: " ") }.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(pairs.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }) { $1 }
    }

    @Test func `the port is the same in the front matter, the image and the program`() throws {
        #expect(front["sdk"] as? String == "docker")
        let port = try #require(front["app_port"] as? Int).description
        #expect(imageVariables["PORT"] == port && Setting.port.standard == port)
        #expect(dockerfile.contains("\nEXPOSE \(port)\n"))
    }

    @Test func `every variable and secret is a setting, and no secret has a value`() throws {
        let names = Dictionary(uniqueKeysWithValues: Setting.all.map { ($0.name, $0) })
        let variables = try #require(space["variables"] as? [String: Any])
        let secrets = try #require(space["secrets"] as? [String])
        #expect(!variables.isEmpty && !secrets.isEmpty)
        for name in variables.keys { #expect(names[name]?.isSecret == false, "\(name)") }
        for name in secrets { #expect(names[name]?.isSecret == true, "\(name)") }
        let others: Set = ["HOME", "OMP_NUM_THREADS"]
        #expect(Set(imageVariables.keys).subtracting(others).isSubset(of: names.keys))
    }

    @Test func `the variables are values that the program accepts`() throws {
        let variables = try #require(space["variables"] as? [String: Any]).mapValues { "\($0)" }
        let settings = try Settings.load(
            environment: variables.merging(imageVariables) { first, _ in first }, files: { _ in nil }, temporaryDirectory: "/tmp")
        #expect(settings.localStorage == "/data/storage" && settings.indexSource != nil)
    }

    @Test func `storage lies on the volume, and the image runs as the user that the Space starts`() throws {
        let storage = try #require((space["variables"] as? [String: Any])?["LOCAL_STORAGE_DIR"] as? String)
        let mounts = try #require(space["volumes"] as? [[String: String]]).compactMap { $0["mount"] }
        #expect(mounts.contains { storage.hasPrefix($0 + "/") })
        #expect(imageVariables["LOCAL_STORAGE_DIR"] == storage && dockerfile.contains("\nUSER 1000\n"))
    }
}
