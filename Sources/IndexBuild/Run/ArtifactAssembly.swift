import Base
import Foundation
import SearchIndex

/// Puts an artifact together from stored results.
struct ArtifactAssembly: Sendable {
    let configuration: IngestConfiguration
    let model: String
    let dimension: Int
    let recipe: String
    let canaries: [Manifest.Canary]
    /// Each file's path and results, in the order of the artifact.
    let files: [(path: String, units: [Ingestion.PlacedUnit])]

    /// Stands for everything that the artifact follows from.
    var digest: String {
        var lines = [recipe, configuration.generator, configuration.revision ?? ""]
        for canary in canaries {
            let top = canary.top.map { "\t\($0)" } ?? ""
            lines.append("canary \(canary.question)\t\(canary.sources)\t\(canary.text ?? "")\(top)")
        }
        for (path, units) in files {
            for unit in units { lines.append("\(path)\t\(unit.done.key)\t\(unit.done.head.outcome.rawValue)\t\(unit.firstLine ?? 0)") }
        }
        return FileHash.of(lines.joined(separator: "\n"))
    }

    /// As many digits as a commit's name has.
    var revision: String { configuration.revision ?? String(digest.prefix(40)) }

    /// The artifact in the folder, when it is the one that would be made.
    func standing(in folder: WorkFolder) -> IngestReport.Artifact? {
        let path = folder.output + "/" + ArtifactLayout.manifest
        guard folder.digest == digest, let json = FileManager.default.contents(atPath: path),
            let manifest = try? Manifest(json: json, location: path), manifest.revision == revision
        else { return nil }
        for (name, file) in manifest.files {
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder.output + "/" + name)
            guard (attributes?[.size] as? NSNumber)?.int64Value == file.size else { return nil }
        }
        return artifact(chunks: manifest.numChunks, isUnchanged: true)
    }

    private func artifact(chunks: Int, isUnchanged: Bool) -> IngestReport.Artifact {
        let rows = files.reduce(0) { $0 + $1.units.reduce(0) { $0 + $1.done.head.rows } }
        return IngestReport.Artifact(
            folder: configuration.output, revision: revision, chunks: chunks, vectors: rows, isUnchanged: isUnchanged)
    }

    /// Writes `faiss.index`, `meta.json` and, last, `manifest.json` into `folder`. Blocks.
    /// - Throws: `Problem` from the disk or the vector library.
    func write(to folder: String, from cache: String) throws -> IngestReport.Artifact {
        let vectors = try VectorIndexWriter(path: folder + "/" + ArtifactLayout.vectors, dimension: dimension)
        let meta = try ChunkWriter(path: folder + "/" + ArtifactLayout.meta)
        var chunks = 0
        for (path, units) in files {
            var ordinal = 0
            for unit in units where unit.done.head.chunks > 0 {
                let record = try UnitRecord(path: cache + "/" + unit.done.key, dimension: dimension)
                for keys in record.chunks {
                    ordinal += 1
                    guard let chunk = Chunk(number: chunks, members: Self.placed(keys, path: path, ordinal: ordinal)) else { continue }
                    try meta.append(chunk)
                    chunks += 1
                }
                for start in stride(from: 0, to: record.vectors.count, by: dimension * 256) {
                    let end = min(start + dimension * 256, record.vectors.count)
                    try vectors.add(stride(from: start, to: end, by: dimension).map { Array(record.vectors[$0..<($0 + dimension)]) })
                }
            }
        }
        try meta.finish()
        try vectors.write()
        try AtomicFile.write(manifest(chunks: chunks, folder: folder).json(), to: folder + "/" + ArtifactLayout.manifest)
        return artifact(chunks: chunks, isUnchanged: false)
    }

    /// A chunk with the keys that follow from its document's place.
    private static func placed(_ keys: [String: JSONValue], path: String, ordinal: Int) -> [String: JSONValue] {
        var keys = keys
        if keys["source"] == nil { keys["source"] = .string(path) }
        if keys["id"] == nil { keys["id"] = .string("\(path)#\(ordinal)") }
        return keys
    }

    private func manifest(chunks: Int, folder: String) throws -> Manifest {
        var entries: [String: Manifest.File] = [:]
        for name in [ArtifactLayout.vectors, ArtifactLayout.meta] {
            let (hash, size) = try FileHash.ofFile(at: folder + "/" + name)
            entries[name] = Manifest.File(size: size, sha256: hash)
        }
        return Manifest(
            revision: revision, createdAt: configuration.createdAt, embedModel: model, numChunks: chunks, schema: 1, dimension: dimension,
            metric: .innerProduct, normalized: true, files: entries, canaries: canaries,
            documents: files.count { $0.units.contains { $0.done.head.chunks > 0 } }, chunking: configuration.chunking.description,
            generator: configuration.generator)
    }
}
