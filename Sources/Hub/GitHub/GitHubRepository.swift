/// A repository on GitHub and, where the address names one, the tag of a release.
package struct GitHubRepository: Sendable, Hashable, CustomStringConvertible {
    package var owner: String
    package var name: String
    /// Nil: the release published last.
    package var tag: String?

    package init(owner: String, name: String, tag: String? = nil) {
        self.owner = owner
        self.name = name
        self.tag = tag
    }

    /// Reads what follows `github://`: `owner/repo` or `owner/repo@tag`.
    init?(_ text: String) {
        let sides = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        var names = sides[0].split(separator: "/", omittingEmptySubsequences: false)
        if names.last == "" { names.removeLast() }
        guard names.count == 2, names.allSatisfy({ ArtifactName.isPlain(String($0)) }) else { return nil }
        if sides.count == 2, sides[1].isEmpty { return nil }
        self.init(owner: String(names[0]), name: String(names[1]), tag: sides.count == 2 ? String(sides[1]) : nil)
    }

    /// Without the tag.
    var id: String { "\(owner)/\(name)" }

    package var description: String { "\(id)\(tag.map { "@\($0)" } ?? "")" }

    /// The path of an API call about it.
    func api(_ call: String) -> String { "/repos/\(id)/\(call)" }

    /// The release of a tag. A tag may have slashes, which are part of it.
    func release(tagged tag: String) -> String {
        api("releases/tags/\(tag.split(separator: "/", omittingEmptySubsequences: false).map(HuggingFaceRepository.quote).joined(separator: "/"))")
    }
}
