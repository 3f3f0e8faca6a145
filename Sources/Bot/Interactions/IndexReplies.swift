import Answering
import Base
import Foundation
import IndexSync
import SearchIndex

/// Answers `/index`.
struct IndexReplies: Sendable {
    let office: any IndexOffice

    /// Does what a subcommand says, and tells what came of it.
    /// - Parameters:
    ///   - revision: What to pin.
    ///   - isAdministrator: Only they learn of troubles, whose reasons name repositories and folders.
    /// - Throws: `Problem`.
    func text(for command: CommandList.IndexCommand, revision: String?, in language: Language, isAdministrator: Bool) async throws -> String {
        guard isAdministrator || command == .status else { return FixedText.administratorsOnly.text(in: language) }
        switch command {
        case .status: return status(in: language, isAdministrator: isAdministrator)
        case .list: return "```\n\(try await office.list())```"
        case .pin:
            let reference = revision ?? ""
            let setting = try await office.pin(reference)
            return lines([filled(.pinSet, reference, language), setting.map { filled(.pinnedBySetting, $0, language) }])
        case .unpin:
            let setting = try await office.unpin()
            return lines([FixedText.pinRemoved.text(in: language), setting.map { filled(.pinnedBySetting, $0, language) }])
        case .sync:
            office.sync()
            return FixedText.looking.text(in: language)
        }
    }

    private func status(in language: Language, isAdministrator: Bool) -> String {
        let status = office.status()
        let served = status.active.map { record in
            FixedText.indexServed.text(in: language).replacing("{revision}", with: SourceLines.plain(record.revision, most: 64))
                .replacing("{date}", with: Self.day(record.createdAt)).replacing("{chunks}", with: String(record.chunks))
        }
        let trouble = isAdministrator ? status.lastError.map { "```\n\($0)\n```" } : nil
        return lines([
            served ?? FixedText.notReady.text(in: language), status.pin.map { filled(.indexPinned, $0.reference, language) }, trouble,
        ])
    }

    private func filled(_ text: FixedText, _ reference: String, _ language: Language) -> String {
        text.text(in: language).replacing("{reference}", with: SourceLines.plain(reference, most: 200))
    }

    private func lines(_ lines: [String?]) -> String { lines.compactMap(\.self).joined(separator: "\n") }

    /// Shown by Discord in each reader's own way; a time that is none stays as it is.
    private static func day(_ time: String) -> String {
        CreationTime.date(time).map { "<t:\(Int($0.timeIntervalSince1970)):D>" } ?? SourceLines.plain(time, most: 40)
    }
}
