/// A release as GitHub's API tells it (REST API version 2022-11-28, "Releases").
struct GitHubRelease: Decodable, Sendable, Equatable {
    /// A file of a release.
    struct Asset: Decodable, Sendable, Equatable {
        var id: Int64
        var name: String
        var size: Int64
        /// `uploaded`; anything else is an upload that is under way or was given up.
        var state: String?
        /// `sha256:<hex>`, which GitHub computes itself; null for what was uploaded before June 2025.
        var digest: String?

        /// Lower-case hexadecimal; nil where GitHub does not tell it.
        var sha256: String? {
            guard let digest, digest.hasPrefix("sha256:") else { return nil }
            let digits = digest.dropFirst(7).lowercased()
            return digits.utf8.count == 64 ? digits : nil
        }

        /// Whether all of it is there and can be checked.
        var isWhole: Bool { (state ?? "uploaded") == "uploaded" && sha256 != nil }
    }

    var id: Int64
    var tag: String
    var title: String?
    var isDraft: Bool
    var isPrerelease: Bool
    /// RFC 3339; null for a draft. `created_at` is of no use here: it is the date of the commit that the tag is on.
    var publishedAt: String?
    /// `https://uploads.github.com/…/assets{?name,label}`
    var uploadURL: String?
    var assets: [Asset]

    private enum CodingKeys: String, CodingKey {
        case id, assets
        case tag = "tag_name"
        case title = "name"
        case isDraft = "draft"
        case isPrerelease = "prerelease"
        case publishedAt = "published_at"
        case uploadURL = "upload_url"
    }

    /// A whole file of that name, nil when there is none.
    func asset(_ name: String) -> Asset? { assets.first { $0.name == name && $0.isWhole } }

    /// Whether an index could be in it: drafts never count, and other releases of the same repository have no manifest.
    var mayHoldIndex: Bool {
        !isDraft && asset(FolderLayout.manifest) != nil
            && FolderLayout.data.allSatisfy { file in assets.contains { $0.name.hasPrefix(file) && $0.isWhole } }
    }

    /// What names this state of the release for good: its number and the hashes of all that is in it. The tag may be moved, assets may be
    /// exchanged; then this is another.
    var commit: String {
        let lines = assets.filter(\.isWhole).sorted { $0.name < $1.name }.map { "\($0.name) \($0.size) \($0.sha256 ?? "")" }
        return "release-\(id)-\(ArtifactName.hash(Array(lines.joined(separator: "\n").utf8)).prefix(32))"
    }

    /// The number in a commit of that form; nil for any other text.
    static func id(inCommit text: String) -> Int64? {
        let parts = text.split(separator: "-")
        guard parts.count == 3, parts[0] == "release", parts[2].utf8.count == 32 else { return nil }
        return Int64(parts[1])
    }
}
