/// An artifact in pieces that a store takes: files that are too long are divided, and the manifest says into what.
struct SplitArtifact: Sendable {
    /// The data in the order in which it is sent.
    let data: [UploadPiece]
    let manifest: UploadPiece

    var pieces: [UploadPiece] { data + [manifest] }
    var bytes: Int64 { pieces.reduce(0) { $0 + $1.size } }

    /// Reads and hashes everything. Blocks.
    /// - Parameters:
    ///   - limit: The longest piece, in bytes.
    ///   - signer: Signs the manifest.
    /// - Throws: `Problem` when a file is not what the manifest says.
    init(_ artifact: LocalArtifact, limit: Int64, signer: ManifestSigner?) throws {
        var data: [UploadPiece] = []
        var parts: [String: [RemoteFile]] = [:]
        let whole = Set(artifact.outline.files.filter(\.parts.isEmpty).map(\.name))
        for file in try artifact.hashed() {
            let (path, size) = ("\(artifact.folder)/\(file.name)", file.size ?? 0)
            guard size > limit, whole.contains(file.name) else {
                data.append(try UploadPiece(name: file.name, path: path, offset: 0, size: size, sha256: file.sha256))
                continue
            }
            let pieces = try stride(from: 0, to: size, by: Int(limit)).enumerated().map { number, offset in
                let digits = String(number)
                let name = "\(file.name).part-\(String(repeating: "0", count: max(3 - digits.count, 0)))\(digits)"
                return try UploadPiece(name: name, path: path, offset: offset, size: min(limit, size - offset))
            }
            data += pieces
            parts[file.name] = pieces.map(\.file)
        }
        self.data = data
        manifest = UploadPiece(name: FolderLayout.manifest, bytes: try artifact.manifest(parts: parts, signer: signer))
    }
}
