/// One message of a reply, as it is to be shown.
struct ReplyPiece: Sendable, Equatable {
    var content: String
    var buttons: ReplyButtons = .none
}

/// The buttons under the last message of a reply.
enum ReplyButtons: Sendable, Equatable {
    case none
    /// While the answer is being written.
    case stop
    /// Under a whole answer that is kept under this key.
    case feedback(String)
}
