/// Who asks and where, as far as limits go.
package struct Asker: Sendable, Hashable {
    package var user: String
    package var channel: String
    /// The server; nil in private.
    package var guild: String?

    package init(user: String, channel: String, guild: String?) {
        self.user = user
        self.channel = channel
        self.guild = guild
    }
}

/// How much may be asked.
package struct QuotaRules: Sendable, Equatable {
    /// The limits of one user, channel or server, or of all together.
    package struct Limit: Sendable, Equatable {
        /// Questions being answered; nil: any number.
        package var atOnce: Int?
        /// Questions in any hour; nil: any number.
        package var perHour: Int?

        package init(atOnce: Int? = nil, perHour: Int? = nil) {
            self.atOnce = atOnce
            self.perHour = perHour
        }
    }

    package var user: Limit
    package var channel: Limit
    package var guild: Limit
    package var all: Limit
    /// How many questions may wait in one channel.
    package var waiting: Int

    package init(user: Limit = Limit(), channel: Limit = Limit(), guild: Limit = Limit(), all: Limit = Limit(), waiting: Int = 10) {
        self.user = user
        self.channel = channel
        self.guild = guild
        self.all = all
        self.waiting = waiting
    }
}
