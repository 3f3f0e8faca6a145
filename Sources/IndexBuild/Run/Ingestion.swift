import Base
package import Embedding
import Foundation
import SearchIndex

/// Turns a folder of documents into an artifact.
///
/// Each document is read, cut, embedded and its result stored before the artifact is put together from the stored results in the
/// order of the documents' paths. So a run that was ended at any point goes on where it was, and an interrupted run followed by a
/// second gives the same bytes as one run.
package struct Ingestion: Sendable {
    package let configuration: IngestConfiguration
    private let embedder: any Embedder
    private let tokens: TokenCounter
    private let observe: @Sendable (IngestProgress) -> Void

    /// - Parameter observe: Is told the progress after every document, one call at a time.
    package init(
        configuration: IngestConfiguration, embedder: any Embedder, tokens: TokenCounter,
        observe: @escaping @Sendable (IngestProgress) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.embedder = embedder
        self.tokens = tokens
        self.observe = observe
    }

    /// What a stored result depends on besides the file. The number is raised when extraction changes.
    private var recipe: String {
        [
            "extraction 1", "chunking \(ChunkingPolicy.version) \(configuration.chunking.target) \(configuration.chunking.maximum)", tokens.name,
            embedder.model, "\(embedder.dimension)",
        ].joined(separator: "\n")
    }

    /// - Returns: What became of each document. Failed documents are in the report and stop nothing.
    /// - Throws: `Problem` when there are no documents, the embedder fails or the disk does; `CancellationError`. Whatever was in the
    ///   output folder before is still there.
    package func run() async throws -> IngestReport {
        let pool = BlockingPool(label: "ingest", width: configuration.width)
        let configuration = configuration
        let walk = try await pool.run { try FolderWalk(root: configuration.input, excluded: configuration.output) }
        guard !walk.files.isEmpty else {
            if let folder = walk.unreadable.first {
                throw Problem(
                    what: "cannot read the documents", location: "\(configuration.input)/\(folder.path)", reason: folder.reason,
                    remedy: folder.outcome.remedy)
            }
            let others = walk.skipped.isEmpty ? "it is empty" : "none of its \(walk.skipped.count) files is of a type that can be read"
            throw Problem(
                what: "found no documents", location: configuration.input, reason: others,
                remedy: "Put .pdf, .docx, .doc, .rtf, .html, .md, .txt or .jsonl files there.")
        }
        let folder = try WorkFolder(output: configuration.output)
        let canaries = try walk.canaries.map(CanaryFile.read) ?? []
        let units = try await pool.run { try walk.files.map { try Self.units(of: $0) } }
        let done = try await build(units, folder: folder, pool: pool)

        var report = IngestReport(documents: zip(walk.files, done).map(Self.document) + walk.unreadable, skipped: walk.skipped)
        try AtomicFile.write(report.failureLog(), to: folder.output + "/" + WorkFolder.failureLog)
        guard report.documents.contains(where: { $0.chunks > 0 }) else { return report }

        let assembly = ArtifactAssembly(
            configuration: configuration, model: embedder.model, dimension: embedder.dimension, recipe: recipe, canaries: canaries,
            files: zip(walk.files, done).map { ($0.path, $1) })
        report.artifact = try await assemble(assembly, folder: folder, report: report, pool: pool)
        folder.prune(keeping: Set(done.joined().map(\.done.key)))
        return report
    }

    private func assemble(
        _ assembly: ArtifactAssembly, folder: WorkFolder, report: IngestReport, pool: BlockingPool
    ) async throws -> IngestReport.Artifact {
        if let standing = assembly.standing(in: folder) { return standing }
        observe(
            IngestProgress(
                phase: .artifact, filesTotal: report.documents.count, filesDone: report.documents.count,
                chunks: report.documents.reduce(0) { $0 + $1.chunks }, failures: report.failures.count,
                reused: report.documents.count(where: \.reused)))
        try folder.clearNext()
        let (next, cache) = (folder.next, folder.cache)
        let artifact = try await pool.run { try assembly.write(to: next, from: cache) }
        try folder.commit(digest: assembly.digest)
        return artifact
    }

    private static func units(of file: FolderWalk.File) throws -> [UnitBuilder.Unit] {
        guard DocumentFormat(ending: file.ending) == .lines else { return [UnitBuilder.Unit(file: file)] }
        // A file that cannot be opened is found out, and reported, where its first part is read.
        let parts = (try? LinesFile.parts(of: file.absolute)) ?? [LinesFile.Part(offset: 0, length: 1, firstLine: 1)]
        return parts.map { UnitBuilder.Unit(file: file, part: $0) }
    }

    /// Works on as many units at once as the configuration allows.
    private func build(_ units: [[UnitBuilder.Unit]], folder: WorkFolder, pool: BlockingPool) async throws -> [[PlacedUnit]] {
        let builder = UnitBuilder(
            embedder: embedder, chunker: Chunker(policy: configuration.chunking, countTokens: tokens.count),
            extractor: DocumentExtractor(
                executable: configuration.workerExecutable, deadline: configuration.documentDeadline, width: configuration.width),
            pool: pool, recipe: recipe, batch: configuration.batch, cache: folder.cache)
        var progress = IngestProgress(phase: .documents, filesTotal: units.count, filesDone: 0, chunks: 0, failures: 0, reused: 0)
        observe(progress)
        return try await withThrowingTaskGroup(of: (file: Int, part: Int, done: UnitBuilder.Done).self) { group in
            var results: [[PlacedUnit?]] = units.map { $0.map { _ in nil } }
            var waiting = units.enumerated().flatMap { file, parts in parts.indices.map { (file, $0) } }.makeIterator()
            func start() {
                guard let (file, part) = waiting.next() else { return }
                let unit = units[file][part]
                group.addTask { (file, part, try await builder.build(unit)) }
            }
            for _ in 0..<configuration.width { start() }
            while let (file, part, done) = try await group.next() {
                start()
                results[file][part] = PlacedUnit(firstLine: units[file][part].part?.firstLine, done: done)
                progress.chunks += done.head.chunks
                if results[file].allSatisfy({ $0 != nil }) {
                    progress.filesDone += 1
                    let parts = results[file].compactMap(\.self)
                    if Self.outcome(of: parts).isFailure { progress.failures += 1 }
                    if parts.allSatisfy(\.done.reused) { progress.reused += 1 }
                }
                observe(progress)
            }
            return results.map { $0.compactMap(\.self) }
        }
    }

    private static func outcome(of parts: [PlacedUnit]) -> Outcome {
        if let failed = parts.first(where: { $0.done.head.outcome != .read }) { return failed.done.head.outcome }
        let bad = parts.contains { !$0.done.head.badLines.isEmpty }
        guard bad || parts.allSatisfy({ $0.done.head.chunks == 0 }) else { return .read }
        return parts.contains { $0.done.head.chunks > 0 } ? .incomplete : bad ? .malformed : .empty
    }

    private static func document(_ file: FolderWalk.File, _ parts: [PlacedUnit]) -> IngestReport.Document {
        let bad = parts.flatMap { part in part.done.head.badLines.map { (line: (part.firstLine ?? 1) + $0.line, reason: $0.reason) } }
        let listed = bad.prefix(20).map { "line \($0.line): \($0.reason)" }.joined(separator: "; ")
        let reason =
            bad.isEmpty
            ? parts.lazy.map(\.done.head.reason).first { !$0.isEmpty } ?? "" : bad.count > 20 ? "\(listed); and \(bad.count - 20) more" : listed
        let outcome = outcome(of: parts)
        return IngestReport.Document(
            path: file.path, outcome: outcome, format: parts.first?.done.head.format,
            reason: outcome == .empty && reason.isEmpty ? "it holds no lines" : reason, notes: parts.flatMap(\.done.head.notes),
            chunks: parts.reduce(0) { $0 + $1.done.head.chunks }, reused: parts.allSatisfy(\.done.reused))
    }
}

/// A unit's result and where its lines stand in their file.
extension Ingestion {
    struct PlacedUnit: Sendable {
        /// The number of its first line, for a part of a `.jsonl` file.
        var firstLine: Int?
        var done: UnitBuilder.Done
    }
}
