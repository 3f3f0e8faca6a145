import Discord

/// What may happen to a reply from outside while it is under way, and for a while after.
enum ReplyOrder: Sendable, Equatable {
    /// Its asker has enough: what is there stays.
    case stop
    /// The question has become this one.
    case ask(String)
    /// The question is gone, and so is to be the answer.
    case retract
}

/// How orders reach a reply. More than a few that wait say nothing new.
typealias ReplyControl = Mailbox<ReplyOrder>

extension Mailbox<ReplyOrder> {
    convenience init() { self.init(capacity: 4) }
}
