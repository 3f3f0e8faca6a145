import Discord

/// What may happen to a reply from outside while it is under way, and for a while after.
enum ReplyOrder: Sendable, Equatable {
    /// Its asker has enough: what is there stays.
    case stop
    /// The question has become this one.
    case ask(String)
    /// The question is gone, and so is to be the answer.
    case retract
    /// The process is about to end: what is there stays, and its reader is told.
    case leave
}

/// How orders reach a reply. More than a few that wait say nothing new.
typealias ReplyControl = Mailbox<ReplyOrder>

extension Mailbox<ReplyOrder> {
    convenience init() { self.init(capacity: 4) }
}
