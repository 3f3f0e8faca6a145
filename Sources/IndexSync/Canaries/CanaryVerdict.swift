import Base
import SearchIndex

/// What became of the canaries, and whether it refuses an index.
struct CanaryVerdict: Equatable {
    /// Those of one place: the manifest's, or the operator's. Each place is judged alone, so that many easy canaries of a publisher do not
    /// outvote an operator's few.
    struct Group: Equatable {
        /// Whose they are: "the manifest's".
        var owner: String
        var asked: Int
        /// Those that did not find what they want.
        var failed: [Manifest.Canary]

        var passed: Int { asked - failed.count }
    }

    var groups: [Group]

    /// - Parameters:
    ///   - all: Each place's canaries, in the order in which they were asked.
    ///   - failed: The places, in that order, of those that did not find what they want.
    init(_ all: [(owner: String, canaries: [Manifest.Canary])], failed: Set<Int>) {
        var start = 0
        groups = all.map { owner, canaries in
            defer { start += canaries.count }
            return Group(owner: owner, asked: canaries.count, failed: canaries.indices.filter { failed.contains(start + $0) }.map { canaries[$0] })
        }
        groups.removeAll { $0.asked == 0 }
    }

    /// How many found what they want: "9 of 10 canaries".
    var summary: String { "\(groups.reduce(0) { $0 + $1.passed }) of \(groups.reduce(0) { $0 + $1.asked }) canaries found what they want" }

    /// Why the index is not to be served; nil when it may be.
    /// - Parameter percent: How many in a hundred of each place's must have found what they want.
    func problem(percent: Int, at location: String) -> Problem? {
        let bad = groups.filter { $0.passed * 100 < percent * $0.asked }
        guard !bad.isEmpty else { return nil }
        return Problem(
            what: "the new index does not find what it must", location: location,
            reason: bad.map { Self.text($0, percent) }.joined(separator: "; "),
            remedy: "Look at its documents and canaries, then build and publish it again; what was served before is still served.")
    }

    /// How many are named, and how much of each.
    private static let (named, longest) = (5, 120)

    private static func text(_ group: Group, _ percent: Int) -> String {
        let names = group.failed.prefix(named).map { canary in
            let wanted = canary.sources.first ?? canary.text ?? ""
            return "\"\(short(canary.question))\" does not find \(short(wanted))"
        }
        let rest = group.failed.count > named ? ["and \(group.failed.count - named) more"] : []
        return "only \(group.passed) of \(group.owner) \(group.asked) canaries pass, \(percent) % must: " + (names + rest).joined(separator: ", ")
    }

    /// One line, and nothing in it that a terminal would obey.
    private static func short(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let line = String(String.UnicodeScalarView(words.unicodeScalars.filter { ![.control, .format].contains($0.properties.generalCategory) }))
        return line.count > longest ? "\(line.prefix(longest))…" : line
    }
}
