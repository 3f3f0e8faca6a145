import Crypto
import Foundation

/// A repository's commits, branches and tags, as the stand-in Hub keeps them.
package struct StandInRepository: Sendable {
    package struct File: Sendable, Equatable {
        package var bytes: [UInt8]
        /// Kept in LFS, so on the other host.
        package var isLarge: Bool

        /// SHA-256 of the content, the tag of a file in LFS.
        package var sha256: String { SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined() }
        /// git's name of the content, the tag of any other file.
        package var blob: String {
            Insecure.SHA1.hash(data: Array("blob \(bytes.count)\0".utf8) + bytes).map { String(format: "%02x", $0) }.joined()
        }
        package var tag: String { isLarge ? sha256 : blob }
    }

    package struct Commit: Sendable {
        package var id: String
        package var parent: String?
        package var title: String
        package var files: [String: File]
    }

    package var commits: [String: Commit] = [:]
    package var branches: [String: String] = [:]
    package var tags: [String: String] = [:]
    private var count = 0

    /// Like the Hub's own new repositories: one commit with a `.gitattributes`.
    package init() {
        commit([".gitattributes": Array("*.index filter=lfs".utf8)], removing: [], title: "initial commit", branch: "main")
    }

    /// Whether a file is one for the large file storage, by its name or its length; empty ones never are.
    package static func isLarge(_ path: String, _ size: Int) -> Bool {
        size > 0 && (path.hasSuffix(".index") || size > 100_000)
    }

    /// Adds a commit on top of the branch.
    /// - Returns: Its id.
    @discardableResult
    package mutating func commit(_ files: [String: [UInt8]], removing: Set<String>, title: String, branch: String) -> String {
        let parent = branches[branch]
        var tree = parent.flatMap { commits[$0]?.files } ?? [:]
        for path in removing { tree[path] = nil }
        for (path, bytes) in files {
            tree[path] = File(bytes: bytes, isLarge: Self.isLarge(path, bytes.count))
        }
        count += 1
        let content = tree.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.blob)" }.joined(separator: "\n")
        let id = Insecure.SHA1.hash(data: Array("\(count) \(parent ?? "") \(title)\n\(content)".utf8)).map { String(format: "%02x", $0) }.joined()
        commits[id] = Commit(id: id, parent: parent, title: title, files: tree)
        branches[branch] = id
        return id
    }

    /// Throws the history away: the branch is one commit with the same files, and every commit before is gone.
    package mutating func squash(_ branch: String) {
        guard let tip = branches[branch].flatMap({ commits[$0] }) else { return }
        commits = [:]
        branches = [:]
        tags = [:]
        commit(tip.files.mapValues(\.bytes), removing: [], title: "Super-squash branch '\(branch)'", branch: branch)
    }

    /// The commit of a branch, a tag, `refs/…` or a whole id; short ids are not accepted, as on the Hub.
    package func resolve(_ revision: String) -> Commit? {
        commits[branches[revision] ?? tags[revision] ?? revision]
    }

    /// The commit and those before it, newest first.
    package func history(_ revision: String) -> [Commit] {
        var list: [Commit] = []
        var next = resolve(revision)
        while let commit = next {
            list.append(commit)
            next = commit.parent.flatMap { commits[$0] }
        }
        return list
    }
}
