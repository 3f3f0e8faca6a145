/// A repository of the Hub and, where the address names one, a revision of it.
package struct HuggingFaceRepository: Sendable, Hashable, CustomStringConvertible {
    /// What the Hub keeps repositories of, as its addresses name them.
    package enum Kind: String, Sendable {
        case dataset = "datasets"
        case model = "models"

        /// As the Hub's own tools take it: `--type dataset`.
        var name: String { self == .dataset ? "dataset" : "model" }
    }

    package var kind: Kind
    /// `org/name`, or `name` for the few old ones without an owner.
    package var id: String
    /// Branch, tag, whole commit id or `refs/pr/N`; nil: `main`.
    package var revision: String?

    package init(kind: Kind, id: String, revision: String? = nil) {
        self.kind = kind
        self.id = id
        self.revision = revision
    }

    /// Reads what follows `hf://`: `datasets/org/name@rev`, `models/org/name` or `org/name` (a model). Spaces hold no index.
    init?(_ text: String) {
        let sides = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        var names = sides[0].split(separator: "/", omittingEmptySubsequences: false)
        if names.last == "" { names.removeLast() }
        let kind = names.first.flatMap { Kind(rawValue: String($0)) }
        if kind != nil { names.removeFirst() }
        guard (1...2).contains(names.count), names.allSatisfy(Self.isName), names.first != "spaces" || kind != nil else { return nil }
        if sides.count == 2, sides[1].isEmpty { return nil }
        self.init(kind: kind ?? .model, id: names.joined(separator: "/"), revision: sides.count == 2 ? String(sides[1]) : nil)
    }

    package var description: String {
        "\(kind == .dataset ? "datasets/" : "")\(id)\(revision.map { "@\($0)" } ?? "")"
    }

    /// The path of a file at a revision: the revision is one component however many slashes it has.
    func resolve(_ file: String, at revision: String) -> String {
        "/\(kind == .dataset ? "datasets/" : "")\(id)/resolve/\(Self.quote(revision))/\(file.split(separator: "/").map(Self.quote).joined(separator: "/"))"
    }

    /// The path of git's large file storage (git-lfs, docs/api/batch.md).
    var batch: String { "/\(kind == .dataset ? "datasets/" : "")\(id).git/info/lfs/objects/batch" }

    /// The path of an API call about it.
    func api(_ call: String) -> String {
        "/api/\(kind.rawValue)/\(id)/\(call)"
    }

    /// Percent-encodes all but RFC 3986's unreserved characters.
    static func quote(_ text: some StringProtocol) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            if byte < 128, character.isLetter || character.isNumber || "-._~".contains(character) { return String(character) }
            return "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
        }.joined()
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 96 && !text.hasPrefix(".")
            && text.utf8.allSatisfy {
                $0 < 128 && (Character(UnicodeScalar($0)).isLetter || Character(UnicodeScalar($0)).isNumber || "-._".utf8.contains($0))
            }
    }
}
