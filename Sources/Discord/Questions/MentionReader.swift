import Foundation

/// Decides whether a message is for the bot, and what it asks.
package struct MentionReader: Sendable {
    /// What a message is to the bot.
    package enum Reading: Sendable, Equatable {
        case notForUs
        case question(IncomingQuestion)
        /// For us, but without a text that we can see: only a mention was written, or a reply whose ping was off.
        case emptyMention(IncomingQuestion)
    }

    private let own: Snowflake
    private let directory: GuildDirectory

    /// - Parameter own: The bot's user id.
    package init(own: Snowflake, directory: GuildDirectory) {
        self.own = own
        self.directory = directory
    }

    /// Reads a message by its mentions, its reply and its channel.
    package func read(_ message: Message) -> Reading {
        guard let author = message.author, isPerson(author, message) else { return .notForUs }
        switch message.kind {
        case .other: return .notForUs
        case .regular, .reply: break
        }
        guard isForUs(message) else { return .notForUs }
        let text = readable(message.text, of: message)
        let question = IncomingQuestion(
            message: message.id, channel: message.channelID, parentChannel: directory.parent(ofThread: message.channelID, in: message.guildID),
            guild: message.guildID, author: author.id, authorName: author.name, authorRoles: message.authorRoles, text: text,
            attachments: message.attachments, repliesTo: message.repliesTo, repliesToBot: isReplyToUs(message), replied: message.replied,
            locale: directory.locale(of: message.guildID))
        return text.isEmpty ? .emptyMention(question) : .question(question)
    }

    /// Reads an update by what it tells.
    package func read(_ update: MessageUpdate) -> MessageEdit {
        let message = update.message
        var edit = MessageEdit(message: message.id, channel: message.channelID, text: nil, question: nil)
        // Without its author it may be anybody's; with one who is no person it is nobody's whom we answer.
        if let author = message.author, !isPerson(author, message) { return edit }
        if update.told.contains(.content) && !message.content.isEmpty { edit.text = readable(message.content, of: message) }
        if update.told.isSuperset(of: [.author, .content]), case .question(let question) = read(message) { edit.question = question }
        return edit
    }

    private func isPerson(_ author: User, _ message: Message) -> Bool {
        !author.isBot && author.id != own && message.webhookID == nil
    }

    private func isReplyToUs(_ message: Message) -> Bool { message.repliesTo != nil && message.replied?.author?.id == own }

    private func isForUs(_ message: Message) -> Bool {
        guard let guild = message.guildID else { return true }
        return message.mentions.contains { $0.id == own }
            || message.mentionedRoles.contains { directory.isRole($0, of: own, in: guild) }
            || isReplyToUs(message)
            // In a thread that the bot opened everything is said to it.
            || directory.isThread(message.channelID, of: own, in: guild)
            // Where Discord fills neither list, the text may still say it.
            || message.content.contains("<@\(own)>") || message.content.contains("<@!\(own)>")
    }

    /// The text as a person reads it: without the bot's own mention, and with names in place of ids.
    private func readable(_ content: String, of message: Message) -> String {
        var text = ""
        var rest = content[...]
        while let start = rest.firstIndex(of: "<") {
            text += rest[..<start]
            rest = rest[start...]
            if let end = rest.firstIndex(of: ">"), let name = name(of: rest[rest.index(after: start)..<end], in: message) {
                text += name
                rest = rest[rest.index(after: end)...]
                // What is taken out of the middle would leave two spaces.
                if name.isEmpty, text.last == " " { rest = rest.drop { $0 == " " } }
            } else {
                text += "<"
                rest = rest.dropFirst()
            }
        }
        return (text + rest).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What stands for a token between angle brackets ("Message Formatting" of the API documentation); nil when it is no token.
    private func name(of token: Substring, in message: Message) -> String? {
        func id(after prefix: String) -> Snowflake? {
            guard token.hasPrefix(prefix) else { return nil }
            let digits = token.dropFirst(prefix.count)
            return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber } ? Snowflake(String(digits)) : nil
        }
        if let role = id(after: "@&") {
            if let guild = message.guildID, directory.isRole(role, of: own, in: guild) { return "" }
            return "@\(directory.roleName(role, in: message.guildID) ?? "role")"
        }
        if let user = id(after: "@!") ?? id(after: "@") {
            if user == own { return "" }
            return "@\(message.mentions.first { $0.id == user }?.name ?? "user")"
        }
        if let channel = id(after: "#") {
            return "#\(directory.channelName(channel, in: message.guildID) ?? "channel")"
        }
        // Custom emoji: <:name:id> and <a:name:id>.
        if let emoji = token.wholeMatch(of: /a?:(\w+):\d+/) { return ":\(emoji.1):" }
        // Slash commands: </name:id>.
        if let command = token.wholeMatch(of: /\/([^:<>]+):\d+/) { return "/\(command.1)" }
        return nil
    }
}
