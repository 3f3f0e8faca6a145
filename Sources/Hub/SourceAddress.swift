package import Base
import Foundation

/// Where an index is published, as INDEX_SOURCE and `--to` write it: `file:///dir`, `hf://datasets/org/name[@revision]` or
/// `github://owner/repo[@tag]`.
package enum SourceAddress: Sendable, Equatable, CustomStringConvertible {
    case folder(path: String)
    case huggingFace(HuggingFaceRepository)
    case gitHub(GitHubRepository)

    /// Reads an address.
    /// - Parameter setting: The setting or option that it came from, for the error.
    /// - Throws: `Problem` of kind `usage` with an example.
    package init(_ text: String, setting: String = "INDEX_SOURCE") throws(Problem) {
        func wrong(_ reason: String, _ remedy: String) -> Problem {
            Problem(.usage, what: "cannot use the index's address", location: "\(setting)=\(text)", reason: reason, remedy: remedy)
        }
        let examples = "Write hf://datasets/org/name, github://owner/repo or file:///srv/index."
        guard let mark = text.range(of: "://") else { throw wrong("it has no scheme", examples) }
        let rest = String(text[mark.upperBound...])
        switch text[..<mark.lowerBound] {
        case "file":
            guard rest.hasPrefix("/"), let path = rest.removingPercentEncoding else {
                throw wrong("a folder is written with three slashes and an absolute path", "Write file:///srv/index.")
            }
            self = .folder(path: path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
        case "hf":
            guard let repository = HuggingFaceRepository(rest) else {
                throw wrong(
                    "it names no dataset or model of the Hub", "Write hf://datasets/org/name, with @revision after it for another revision than main."
                )
            }
            self = .huggingFace(repository)
        case "github":
            guard let repository = GitHubRepository(rest) else {
                throw wrong("it names no repository", "Write github://owner/repo, with @tag after it for one release.")
            }
            self = .gitHub(repository)
        case let scheme:
            throw wrong("the scheme \(scheme):// is not known", examples)
        }
    }

    package var description: String {
        switch self {
        case .folder(let path): "file://\(path)"
        case .huggingFace(let repository): "hf://\(repository)"
        case .gitHub(let repository): "github://\(repository)"
        }
    }
}
