package import Base

/// Knows how the process is doing.
package protocol StatusSource: Sendable {
    /// The state at this moment; never waits for the network.
    func status() async -> StatusReport
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

    package init(
        version: String, uptimeSeconds: Int, index: Index?, source: Source?, languageModels: [String], discord: Discord, missing: [Missing],
        memory: ResidentMemory? = nil
    ) {
        self.version = version
        self.uptimeSeconds = uptimeSeconds
        self.index = index
        self.source = source
        self.languageModels = languageModels
        self.discord = discord
        self.missing = missing
        self.memory = memory
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

        package init(revision: String, createdAt: String, chunks: Int, documents: Int?, embedModel: String, isPinned: Bool) {
            self.revision = revision
            self.createdAt = createdAt
            self.chunks = chunks
            self.documents = documents
            self.embedModel = embedModel
            self.isPinned = isPinned
        }
    }

    /// Where the index comes from, and how following it goes.
    package struct Source: Sendable, Equatable, Encodable {
        package var address: String
        /// RFC 3339; nil before the first look.
        package var lastPoll: String?
        /// Why the last look or the newest index was of no use; nil when all is well.
        package var trouble: Trouble?

        package init(address: String, lastPoll: String?, trouble: Trouble?) {
            self.address = address
            self.lastPoll = lastPoll
            self.trouble = trouble
        }
    }

    /// The connection to Discord.
    package struct Discord: Sendable, Equatable, Encodable {
        package enum State: String, Sendable, Encodable {
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

        package init(name: String, reason: String, remedy: String) {
            self.name = name
            self.reason = reason
            self.remedy = remedy
        }
    }
}
