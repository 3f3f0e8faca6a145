package import Base

/// Knows how the process is doing.
package protocol StatusSource: Sendable {
    /// The state at this moment; never waits for the network.
    func status() async -> StatusReport
    /// What is measured, at this moment; never waits for the network. No secret, and nothing that anybody wrote, is in it.
    func metrics() async -> [Metric]
}

/// What `/api/status` tells and the status page shows.
package struct StatusReport: Sendable, Equatable, Encodable {
    package var version: String
    package var uptimeSeconds: Int
    /// The index that answers questions; nil before the first one is there.
    package var index: Index?
    /// Where newer indexes come from; nil when no source is set.
    package var source: Source?
    /// The language models in order of fallback; empty when answers are extracts.
    package var languageModels: [String]
    package var discord: Discord
    /// What keeps the bot from answering; empty when it is ready.
    package var missing: [Missing]
    /// What the process takes of the machine's memory; nil where the kernel does not say.
    package var memory: ResidentMemory?
    package var pinned: Pinned?
    /// Latest first.
    package var refused: [Refused]
    /// What happened to the index last, latest first.
    package var history: [Event]

    package init(
        version: String, uptimeSeconds: Int, index: Index?, source: Source?, languageModels: [String], discord: Discord, missing: [Missing],
        memory: ResidentMemory? = nil, pinned: Pinned? = nil, refused: [Refused] = [], history: [Event] = []
    ) {
        self.version = version
        self.uptimeSeconds = uptimeSeconds
        self.index = index
        self.source = source
        self.languageModels = languageModels
        self.discord = discord
        self.missing = missing
        self.memory = memory
        self.pinned = pinned
        self.refused = refused
        self.history = history
    }

    /// The index that is served.
    package struct Index: Sendable, Equatable, Encodable {
        package var revision: String
        /// RFC 3339.
        package var createdAt: String
        package var chunks: Int
        package var documents: Int?
        package var embedModel: String
        package var isPinned: Bool
        /// RFC 3339, as the next.
        package var activatedAt: String?
        /// Until when errors with it lead back to the one before it; nil when it is not on trial.
        package var trialUntil: String?
        package var recall: Recall?

        package init(
            revision: String, createdAt: String, chunks: Int, documents: Int?, embedModel: String, isPinned: Bool, activatedAt: String? = nil,
            trialUntil: String? = nil, recall: Recall? = nil
        ) {
            self.revision = revision
            self.createdAt = createdAt
            self.chunks = chunks
            self.documents = documents
            self.embedModel = embedModel
            self.isPinned = isPinned
            self.activatedAt = activatedAt
            self.trialUntil = trialUntil
            self.recall = recall
        }
    }

    /// Where the index comes from, and how following it goes.
    package struct Source: Sendable, Equatable, Encodable {
        package var address: String
        /// RFC 3339; nil before the first look.
        package var lastPoll: String?
        /// Why the last look or the newest index was of no use; nil when all is well.
        package var trouble: Trouble?
        /// RFC 3339; nil while something is being done.
        package var nextPoll: String?
        /// What is being done: `idle`, `looking`, `downloading faiss.index, 40 %` and so on.
        package var stage: String?

        package init(address: String, lastPoll: String?, trouble: Trouble?, nextPoll: String? = nil, stage: String? = nil) {
            self.address = address
            self.lastPoll = lastPoll
            self.trouble = trouble
            self.nextPoll = nextPoll
            self.stage = stage
        }
    }

    /// The connection to Discord.
    package struct Discord: Sendable, Equatable, Encodable {
        package enum State: String, Sendable, Encodable, CaseIterable {
            /// No token is set.
            case off
            case connecting, connected, failed
        }

        package var state: State
        package var trouble: Trouble?
        /// Where there are several: each by its number.
        package var shards: [Shard]

        package init(state: State, trouble: Trouble? = nil, shards: [Shard] = []) {
            self.state = state
            self.trouble = trouble
            self.shards = shards
        }

        /// One of several connections.
        package struct Shard: Sendable, Equatable, Encodable {
            /// Such as `0/4`.
            package var name: String
            package var state: State
            package var trouble: Trouble?

            package init(name: String, state: State, trouble: Trouble? = nil) {
                self.name = name
                self.state = state
                self.trouble = trouble
            }
        }
    }

    /// A cause with what can be done about it.
    package struct Trouble: Sendable, Equatable, Encodable {
        package var reason: String
        package var remedy: String

        package init(reason: String, remedy: String) {
            self.reason = reason
            self.remedy = remedy
        }
    }

    package struct Missing: Sendable, Equatable, Encodable {
        /// `index`, `model`, `discord`.
        package var name: String
        package var reason: String
        package var remedy: String
        /// What is being done about it now; nil for nothing.
        package var stage: String?
        /// How much of that is done, 0 to 1, where it can be measured.
        package var progress: Double?

        package init(name: String, reason: String, remedy: String, stage: String? = nil, progress: Double? = nil) {
            self.name = name
            self.reason = reason
            self.remedy = remedy
            self.stage = stage
            self.progress = progress
        }
    }
}
