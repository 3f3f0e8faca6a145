import Foundation
import Logging
import Synchronization

/// Writes one line to standard error for each message: time, level, message, and the metadata as `name=value`.
struct CompactLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    /// Where lines go, and what time it is.
    private let write: @Sendable (String) -> Void
    private let now: @Sendable () -> Date

    init(
        level: Logger.Level, now: @escaping @Sendable () -> Date = { Date() },
        write: @escaping @Sendable (String) -> Void = { Terminal.standardError($0) }
    ) {
        logLevel = level
        self.now = now
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let time = now().formatted(.iso8601)
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let details = all.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
        write("\(time) \(event.level.rawValue) \(event.message)\(details)\n")
    }

    /// A value that came from outside must not look like another line or another field.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && !" \"=".unicodeScalars.contains($0) }
        return isPlain ? text : text.debugDescription
    }
}
