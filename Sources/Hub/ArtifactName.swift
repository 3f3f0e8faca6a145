import Crypto
import Foundation

/// Names that come from outside and become names of files.
package enum ArtifactName {
    /// Whether a manifest may name a file so: one plain name, of letters, digits, `.`, `_` and `-`, not hidden. Anything else could
    /// reach out of the folder.
    package static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 200 && !name.hasPrefix(".") && name.utf8.allSatisfy(isHarmless)
    }

    /// What the store of snapshots calls files of its own.
    private static let taken: Set = ["current", "resolved", "quarantine", "lock"]

    /// The name of the folder that holds a revision: the revision itself where it can be a file name, else the start of its SHA-256.
    package static func folder(for revision: String) -> String {
        let isTaken = [".partial", ".removed", ".tmp"].contains { revision.hasSuffix($0) } || taken.contains(revision)
        return isPlain(revision) && revision.utf8.count <= 100 && !isTaken ? revision : "r-\(hash(Array(revision.utf8)).prefix(32))"
    }

    /// The name of the tag that leads to a revision: the revision itself where it can be a tag (git-check-ref-format), else one made from it.
    /// What looks like a commit's id is none: services refuse such names, since nobody could tell them apart.
    package static func tag(for revision: String) -> String {
        if isCommit(revision) { return "index-\(revision.prefix(12))" }
        let name = folder(for: revision)
        return name.contains("..") || name.hasSuffix(".") || name.hasSuffix(".lock") || name.hasPrefix("-")
            ? "index-\(hash(Array(revision.utf8)).prefix(12))" : name
    }

    /// The SHA-256 of bytes in lower-case hexadecimal.
    package static func hash(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).hexadecimal
    }

    /// Whether a text is a whole git commit id, 40 lower-case hexadecimal digits.
    package static func isCommit(_ text: String) -> Bool {
        text.utf8.count == 40
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

extension Sequence<UInt8> {
    /// Lower-case hexadecimal.
    package var hexadecimal: String {
        var text = ""
        for byte in self { text += byte < 16 ? "0\(String(byte, radix: 16))" : String(byte, radix: 16) }
        return text
    }
}
