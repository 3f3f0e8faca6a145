import Base
import Foundation
import Hub

/// How a command tells a running bot to look at once, `look` in LOCAL_STORAGE_DIR: another text than before. Unlike a signal it reaches a bot in
/// another container too, as a pin does.
package struct LookNote: Sendable {
    private let path: String

    /// - Parameter storage: LOCAL_STORAGE_DIR.
    package init(storage: String) {
        path = "\(storage)/look"
    }

    /// What it says; nil before the first. Blocks.
    func read() -> [UInt8]? {
        guard LocalFile.exists(path) else { return nil }
        return try? LocalFile.contents(path, limit: 4_096)
    }

    /// Tells every bot on this storage directory. Blocks.
    /// - Throws: `Problem` when the disk does not take it.
    package func write() throws {
        try LocalFiles().makeFolder((path as NSString).deletingLastPathComponent)
        try AtomicFile.write(Array("\(UUID().uuidString)\n".utf8), to: path)
    }
}
