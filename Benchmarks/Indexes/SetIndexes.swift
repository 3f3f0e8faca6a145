import Embedding
import Foundation
import SearchIndex

/// The indexes of sets, made once and kept in a folder.
struct SetIndexes {
    let folder: String
    let embedder: EmbeddedModel
    /// Path of the embedder's pack.
    let model: String

    /// The set's index: the kept one, unless this program, the model or the passages have changed since.
    func index(of set: RetrievalSet) async throws -> SearchIndex {
        let folder = "\(folder)/\(set.name)"
        let stamp = try [CommandLine.arguments[0], model, "\(set.folder)/passages.jsonl"].map { path in
            let attributes = try FileManager.default.attributesOfItem(atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
            return "\(attributes[.size] ?? 0) \(attributes[.modificationDate] ?? 0)"
        }.joined(separator: "\n")
        if (try? String(contentsOfFile: "\(folder)/stamp", encoding: .utf8)) != stamp {
            try await IndexMaker(folder: folder, model: embedder).make(set)
            try stamp.write(toFile: "\(folder)/stamp", atomically: true, encoding: .utf8)
        }
        return try SearchIndex(folder: folder)
    }
}
