import Foundation
import IndexSync

/// An event of the index's history, as commands show it.
struct IndexEventLine: Encodable {
    /// RFC 3339.
    var time: String
    var kind: String
    var revision: String
    /// Empty for none.
    var reason: String
    var seconds: Double
    var bytes: Int64?
    var chunks: Int?

    init(_ event: HistoryEvent) {
        time = event.time.formatted(.iso8601)
        (kind, revision, reason, seconds) = (event.kind.rawValue, event.revision, event.reason, event.seconds)
        (bytes, chunks) = (event.bytes, event.chunks)
    }

    private static let brief = 200

    /// For people.
    var line: String {
        let size = chunks.map { "\($0) chunks, \(IndexReport.size(bytes ?? 0))" }
        let time = seconds > 0 ? String(format: "%.1f s", seconds) : nil
        let facts = [size, time].compactMap(\.self).joined(separator: ", ")
        // All of it stands in the JSON form; here a line is to stay one.
        let brief = reason.count > Self.brief ? "\(reason.prefix(Self.brief))…" : reason
        return [self.time, kind, revision, facts, brief.replacing("\n", with: " ")].filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
