import Foundation

/// What a run did, document by document.
package struct IngestReport: Sendable, Equatable {
    /// What became of one document.
    package struct Document: Sendable, Equatable {
        /// Relative to the documents' folder.
        package var path: String
        package var outcome: Outcome
        package var format: DocumentFormat?
        /// Why it failed; empty when it did not.
        package var reason: String
        package var notes: [String]
        package var chunks: Int
        /// Whether an earlier run had done it.
        package var reused: Bool
    }

    /// A file that is no document of ours and was left alone.
    package struct Skipped: Sendable, Equatable {
        package var path: String
        package var reason: String
    }

    /// The artifact that stands in the output folder.
    package struct Artifact: Sendable, Equatable {
        package var folder: String
        package var revision: String
        package var chunks: Int
        package var vectors: Int
        /// The same artifact was there already and nothing was written.
        package var isUnchanged: Bool
    }

    package var documents: [Document]
    package var skipped: [Skipped]
    /// Nil when no document could be read: what was in the folder before is still there.
    package var artifact: Artifact?

    package var failures: [Document] { documents.filter(\.outcome.isFailure) }

    /// How many documents had each outcome.
    package var counts: [Outcome: Int] { documents.reduce(into: [:]) { $0[$1.outcome, default: 0] += 1 } }

    /// 0 when all documents are in the artifact, 3 when it was made and some documents failed, 1 when none could be read.
    package var exitCode: Int32 { artifact == nil ? 1 : failures.isEmpty ? 0 : 3 }

    /// For people: counts, then each failed file with its reason and remedy, notes, and what was skipped.
    package var summary: String {
        var lines: [String] = []
        let reused = documents.count(where: \.reused)
        let parts = Outcome.allCases.compactMap { outcome in counts[outcome].map { "\($0) \(outcome.rawValue)" } }
        lines.append(
            "\(documents.count) documents: " + parts.joined(separator: ", ") + (reused > 0 ? " (\(reused) unchanged since the last run)" : ""))
        for document in failures {
            lines.append("  failed  \(document.path): \(document.outcome.rawValue): \(document.reason). \(document.outcome.remedy)")
        }
        for document in documents {
            lines.append(contentsOf: document.notes.map { "  note    \(document.path): \($0)" })
        }
        lines.append(contentsOf: skipped.map { "  skipped \($0.path): \($0.reason)" })
        if let artifact {
            let state = artifact.isUnchanged ? "unchanged" : "written"
            lines.append(
                "artifact \(state): \(artifact.folder), revision \(artifact.revision), \(artifact.chunks) chunks, \(artifact.vectors) vectors")
        } else {
            lines.append("no document could be read: no artifact was written, and the one that was there before is untouched")
        }
        return lines.joined(separator: "\n")
    }

    /// `failed_files_log.json`: every failed file with its outcome, reason and remedy.
    func failureLog() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(
            failures.map { ["file": $0.path, "outcome": $0.outcome.rawValue, "reason": $0.reason, "remedy": $0.outcome.remedy] })
    }
}
