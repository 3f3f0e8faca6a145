import Base
import Foundation
import Hub

/// A revision, commit or tag that is to be served until that is changed by hand.
package struct Pin: Sendable, Equatable {
    /// Where it was set. The setting goes before the file, for it is what the deployment says.
    package enum Origin: String, Sendable {
        /// INDEX_REVISION
        case setting
        /// `docent index pin`
        case command
    }

    package var reference: String
    package var origin: Origin

    /// The pin in force.
    /// - Parameters:
    ///   - setting: INDEX_REVISION.
    ///   - file: What the pin file says.
    package init?(setting: String?, file: String?) {
        if let setting, !setting.isEmpty {
            self.init(reference: setting, origin: .setting)
        } else if let file {
            self.init(reference: file, origin: .command)
        } else {
            return nil
        }
    }

    private init(reference: String, origin: Origin) {
        self.reference = reference
        self.origin = origin
    }
}

/// The pin that commands set, `pin` in LOCAL_STORAGE_DIR: one line, replaced whole. A running bot notices it within moments.
package struct PinFile: Sendable {
    private let path: String

    /// - Parameter storage: LOCAL_STORAGE_DIR.
    package init(storage: String) {
        path = "\(storage)/pin"
    }

    /// The pinned revision, commit or tag. A file that cannot be read counts as none. Blocks.
    package func read() -> String? {
        guard LocalFile.exists(path), let bytes = try? LocalFile.contents(path, limit: 4_096) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }

    /// Pins. Blocks.
    /// - Throws: `Problem` when the text cannot be a revision or the disk does not take it.
    package func write(_ reference: String) throws {
        let reference = reference.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reference.isEmpty, reference.utf8.count <= 200, reference.allSatisfy({ !$0.isNewline && !$0.isWhitespace }) else {
            throw Problem(
                .usage, what: "cannot pin the index", location: reference, reason: "it is no revision, commit or tag",
                remedy: "`docent index list` shows what can be pinned.")
        }
        try LocalFiles().makeFolder((path as NSString).deletingLastPathComponent)
        try AtomicFile.write(Array("\(reference)\n".utf8), to: path)
    }

    /// Unpins; without a pin nothing happens. Blocks.
    package func remove() throws {
        try LocalFiles().remove(path)
    }
}
