import Transport

/// The bytes of one piece of a file, from `offset` to its end.
struct PieceStream: Sendable {
    /// The source's sign of the piece's content; a piece begun under one mark goes on only under the same.
    var mark: String
    /// Where the bytes begin: at what was asked for, or 0 when the source begins anew.
    var offset: Int64
    /// The length of the whole piece, where the source tells.
    var size: Int64?
    /// What the source says that the whole piece hashes to.
    var digest: ContentDigest?
    var bytes: HTTPBody
}

/// What is on disk of a piece.
struct PieceStart: Sendable, Equatable {
    var offset: Int64
    var mark: String
}
