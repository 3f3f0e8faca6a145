/// What the report tells of following the index.
extension StatusReport {
    /// Something that happened to the index.
    package struct Event: Sendable, Equatable, Encodable {
        /// RFC 3339.
        package var time: String
        /// `detected`, `installed`, `activated`, `refused`, `rolled_back`, `withheld`, `damaged` or `pruned`.
        package var kind: String
        package var revision: String
        /// The reason of what is trouble, or what was found out; nil for nothing.
        package var reason: String?
        package var seconds: Double?
        package var bytes: Int64?
        package var chunks: Int?

        package init(time: String, kind: String, revision: String, reason: String?, seconds: Double?, bytes: Int64?, chunks: Int?) {
            self.time = time
            self.kind = kind
            self.revision = revision
            self.reason = reason
            self.seconds = seconds
            self.bytes = bytes
            self.chunks = chunks
        }
    }

    /// A publication that is not served.
    package struct Refused: Sendable, Equatable, Encodable {
        package var revision: String
        package var reason: String
        /// RFC 3339.
        package var time: String
        /// When it is tried again of itself; nil: when its content changes, or by hand.
        package var nextTry: String?

        package init(revision: String, reason: String, time: String, nextTry: String?) {
            self.revision = revision
            self.reason = reason
            self.time = time
            self.nextTry = nextTry
        }
    }

    /// What is to be served until that is changed by hand.
    package struct Pinned: Sendable, Equatable, Encodable {
        /// A revision, commit or tag.
        package var reference: String
        /// `setting` or `command`.
        package var by: String

        package init(reference: String, by: String) {
            self.reference = reference
            self.by = by
        }
    }

    /// What the index finds of what the one before it found for recent questions.
    package struct Recall: Sendable, Equatable, Encodable {
        package var questions: Int
        /// Shares, 0 to 1.
        package var sources: Double
        package var passages: Double

        package init(questions: Int, sources: Double, passages: Double) {
            self.questions = questions
            self.sources = sources
            self.passages = passages
        }
    }
}
