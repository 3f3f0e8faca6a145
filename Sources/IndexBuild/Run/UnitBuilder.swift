import Base
import Crypto
import Embedding
import Foundation

/// Does one unit of work: reads a document, cuts it, embeds it, and stores the result under a name that follows from its content.
struct UnitBuilder: Sendable {
    /// A document, or a part of a `.jsonl` file.
    struct Unit: Sendable {
        var file: FolderWalk.File
        var part: LinesFile.Part?
    }

    struct Done: Sendable {
        var key: String
        var head: UnitRecord.Head
        var reused: Bool
    }

    let embedder: any Embedder
    let chunker: Chunker
    let extractor: DocumentExtractor
    let pool: BlockingPool
    /// What a result depends on besides the file's content.
    let recipe: String
    let batch: Int
    let cache: String

    /// - Throws: `Problem` from the embedder or the disk, `CancellationError`. A document that cannot be read is an outcome.
    func build(_ unit: Unit) async throws -> Done {
        let source: (key: String, lines: Data?)
        do {
            source = try await pool.run { [recipe] in try Self.source(of: unit, recipe: recipe) }
        } catch let error as CancellationError {
            throw error
        } catch {
            return Done(key: "", head: UnitRecord.Head(outcome: .unreadable, reason: Problem.system("", at: "", cause: error).reason), reused: false)
        }
        let path = cache + "/" + source.key
        let dimension = embedder.dimension
        // What could be read in part, perhaps for want of time, is tried again.
        if let head = try await pool.run({ UnitRecord.head(at: path, dimension: dimension) }), head.outcome != .incomplete {
            return Done(key: source.key, head: head, reused: true)
        }
        var record: UnitRecord
        if let lines = source.lines {
            record = try await pool.run { Self.record(ofLines: lines) }
        } else {
            record = try await document(unit.file)
        }
        try await embed(&record)
        guard record.head.outcome.isLasting else { return Done(key: source.key, head: record.head, reused: false) }
        let finished = record
        try await pool.run { try AtomicFile.write(try finished.encoded(), to: path) }
        record.head.chunks = record.chunks.count
        record.head.rows = record.counts.reduce(0, +)
        return Done(key: source.key, head: record.head, reused: false)
    }

    private static func source(of unit: Unit, recipe: String) throws -> (key: String, lines: Data?) {
        guard let part = unit.part else {
            // The name may become the title and its ending may break a tie, so they belong to what the result depends on.
            let name = (unit.file.path as NSString).lastPathComponent
            let tooLarge = unit.file.size > ExtractionCaps.file
            let hash = tooLarge ? "too large \(unit.file.size)" : try FileHash.ofFile(at: unit.file.absolute).hash
            return (FileHash.of([recipe, name, hash].joined(separator: "\n")), nil)
        }
        let lines = try LinesFile.read(part, of: unit.file.absolute)
        // The number is raised when lines are read differently.
        return (FileHash.of([recipe, "lines 2", FileHash.of(lines)].joined(separator: "\n")), lines)
    }

    private static func record(ofLines lines: Data) -> UnitRecord {
        let (chunks, bad) = LinesFile.chunks(in: lines)
        var head = UnitRecord.Head(outcome: .read, format: .lines)
        head.badLines = bad
        return UnitRecord(head: head, chunks: chunks)
    }

    private func document(_ file: FolderWalk.File) async throws -> UnitRecord {
        let extraction =
            file.size > ExtractionCaps.file
            ? Extraction(.tooLarge, reason: "the file is larger than 100 MiB")
            : try await extractor.extract(path: file.absolute, ending: file.ending)
        let head = UnitRecord.Head(
            outcome: extraction.outcome, format: extraction.format, reason: extraction.reason, notes: extraction.notes)
        guard !extraction.text.blocks.isEmpty else { return UnitRecord(head: head) }
        let name = (file.path as NSString).lastPathComponent
        let cut = try await pool.run { [chunker] in chunker.chunk(extraction.text, fileName: name) }
        return UnitRecord(head: head, chunks: cut.chunks.map { Self.keys(of: $0, in: cut) })
    }

    private static func keys(of chunk: DraftChunk, in document: ChunkedDocument) -> [String: JSONValue] {
        var keys: [String: JSONValue] = [
            "text": .string(chunk.text), "title": .string(document.title), "char_start": .integer(Int64(chunk.start)),
            "char_end": .integer(Int64(chunk.end)),
        ]
        if let section = chunk.section { keys["section"] = .string(section) }
        if let page = chunk.page { keys["page"] = .integer(Int64(page)) }
        if let page = chunk.pageEnd { keys["page_end"] = .integer(Int64(page)) }
        if let language = document.language { keys["lang"] = .string(language) }
        return keys
    }

    /// Gives every chunk its vectors; the title and headings are put before the text that the model sees.
    private func embed(_ record: inout UnitRecord) async throws {
        for start in stride(from: 0, to: record.chunks.count, by: batch) {
            let slice = record.chunks[start..<min(start + batch, record.chunks.count)]
            let rows = try await embedder.embed(passages: slice.map(Self.passage))
            guard rows.count == slice.count, rows.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.count == embedder.dimension } }) else {
                throw Problem(
                    what: "cannot use the embeddings", location: embedder.model,
                    reason: "they are not \(embedder.dimension) numbers for each of \(slice.count) texts",
                    remedy: "Check that the model's name and its server belong together.")
            }
            for windows in rows {
                record.counts.append(windows.count)
                for window in windows { record.vectors.append(contentsOf: window) }
            }
        }
    }

    private static func passage(_ keys: [String: JSONValue]) -> PassageInput {
        let title = [keys["title"]?.stringValue, keys["section"]?.stringValue].compactMap(\.self).filter { !$0.isEmpty }
        return PassageInput(title: title.joined(separator: " — "), text: keys["text"]?.stringValue ?? "")
    }
}
