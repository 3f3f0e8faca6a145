import Base
import Foundation
import Hub
import IndexSync

/// What `docent index status` tells.
struct IndexReport: Encodable {
    struct Stored: Encodable {
        var revision: String
        var createdAt: String
        var embedModel: String
        var chunks: Int
        /// On disk.
        var bytes: Int64
        /// Bytes on disk by the file's name.
        var files: [String: Int64]
        var isActive: Bool

        init(_ record: SnapshotRecord, active: String?) {
            revision = record.revision
            createdAt = record.createdAt
            embedModel = record.embedModel
            chunks = record.chunks
            files = record.files.mapValues(\.size)
            bytes = files.values.reduce(0, +)
            isActive = record.name == active
        }

        /// For people.
        var size: String { "\(chunks) chunks, \(IndexReport.size(bytes))" }
    }

    /// A process that has the active index open.
    struct Serving: Encodable {
        var process: Int32
        var memory: ResidentMemory

        /// For people.
        var line: String {
            "serving  process \(process), \(IndexReport.size(memory.resident)) in memory: \(IndexReport.size(memory.own)) its own, "
                + "\(IndexReport.size(memory.mapped)) of files"
        }
    }

    struct Refused: Encodable {
        var revision: String
        var reason: String
        /// RFC 3339.
        var time: String

        /// What is in quarantine, and what the history tells of refusals since then: a model that could not be run here is refused by one
        /// process and tried again by the next. A revision that was activated later is refused no more.
        static func all(_ state: StoredState, _ history: [HistoryEvent]) -> [Refused] {
            var entries = state.quarantined.map { (revision: $0.revision, reason: $0.reason, time: Date(timeIntervalSince1970: $0.time)) }
            var told = Set(entries.map(\.revision))
            let verdicts = history.filter { [.refused, .rolledBack, .activated].contains($0.kind) }
            for event in verdicts where told.insert(event.revision).inserted && event.kind != .activated {
                entries.append((event.revision, event.reason, event.time))
            }
            return entries.sorted { $0.time > $1.time }.map { Refused(revision: $0.revision, reason: $0.reason, time: $0.time.formatted(.iso8601)) }
        }

        var line: String { "\(revision)  \(time)  \(reason)" }
    }

    /// What a bot on this storage directory could not do when it was last heard of.
    struct Trouble: Encodable {
        /// RFC 3339.
        var time: String
        var text: String
    }

    var source: String?
    var pinned: String?
    /// `setting` or `command`.
    var pinnedBy: String?
    /// Newest first.
    var stored: [Stored]
    var refused: [Refused]
    /// Empty where none runs on this machine.
    var serving: [Serving]
    var trouble: Trouble?
    /// Latest first.
    var history: [IndexEventLine]

    init(_ state: StoredState, _ history: [HistoryEvent], trouble: History.Trouble?, source: String?) {
        self.source = source
        pinned = state.pin?.reference
        pinnedBy = state.pin?.origin.rawValue
        stored = state.snapshots.map { Stored($0, active: state.active) }
        refused = Refused.all(state, history)
        self.trouble = trouble.map { Trouble(time: $0.time.formatted(.iso8601), text: $0.text) }
        self.history = history.prefix(10).map(IndexEventLine.init)
        serving = state.readers.compactMap { process in ResidentMemory(of: process).map { Serving(process: process, memory: $0) } }
    }

    static func size(_ bytes: Int64) -> String { bytes.formatted(.byteCount(style: .file).locale(Locale(identifier: "en_US"))) }

    /// For people.
    var text: String {
        var lines = ["source   \(source ?? "none; set INDEX_SOURCE")"]
        lines.append(
            "pinned   \(pinned.map { "\($0) (by \(pinnedBy == "setting" ? "INDEX_REVISION" : "docent index pin"))" } ?? "no, the newest is followed")"
        )
        if stored.isEmpty { lines.append("stored   nothing yet") }
        for index in stored {
            lines.append(
                "\(index.isActive ? "active  " : "stored  ") \(index.revision)  \(index.size)  \(index.createdAt)  \(index.embedModel)")
            if index.isActive {
                let files = index.files.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.size($0.value))" }
                lines.append("on disk  \(files.joined(separator: ", "))")
            }
        }
        lines += serving.map(\.line)
        lines += refused.map { "refused  \($0.line)" }
        if let trouble { lines.append("trouble  since \(trouble.time): \(trouble.text)") }
        lines += history.map { "history  \($0.line)" }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// What `docent index list` tells.
struct IndexList: Encodable {
    struct Published: Encodable {
        var reference: String
        var title: String
        var date: String?
    }

    var stored: [IndexReport.Stored]
    var published: [Published]
    var refused: [IndexReport.Refused]
    /// Latest first.
    var history: [IndexEventLine]

    init(_ state: StoredState, _ history: [HistoryEvent], _ publications: [PublicationSummary]) {
        refused = IndexReport.Refused.all(state, history)
        self.history = history.prefix(20).map(IndexEventLine.init)
        stored = state.snapshots.map { IndexReport.Stored($0, active: state.active) }
        published = publications.map { Published(reference: $0.reference, title: $0.title, date: $0.date) }
    }

    /// For people.
    var text: String {
        let here = stored.map { "stored     \($0.revision)\($0.isActive ? " (active)" : "")  \($0.createdAt)  \($0.size)" }
        let there = published.map { "published  \($0.reference)  \($0.date ?? "")\($0.title == $0.reference ? "" : "  \($0.title)")" }
        let all = here + there + refused.map { "refused    \($0.line)" } + history.map { "history    \($0.line)" }
        return (all.isEmpty ? ["nothing is stored and nothing is published"] : all).joined(separator: "\n") + "\n"
    }
}
