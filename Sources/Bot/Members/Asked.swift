import Answering
import Discord

/// A question as somebody put it in Discord, by a message or by a command.
struct Asked: Sendable {
    /// The message or the interaction.
    var id: Snowflake
    var asker: Asker
    /// Where the answer goes: the channel, or a thread of its own.
    var place: Snowflake
    /// Whether a thread can be opened on it: a message in a server's channel that is no thread itself.
    let canHaveThread: Bool
    /// Never to be logged.
    var text: String
    var files: [AttachedFile]
    /// The message that the question is about, where it is another member's and can be seen. Never to be logged.
    var quoted: String
    var continuation: Continuation
    /// Whether others may go on from it. What only its asker sees is not for them.
    var isShared: Bool
    /// Of the question, or else of the asker.
    var language: Language

    /// A question by a message.
    init(_ question: IncomingQuestion) {
        id = question.message
        asker = Asker(user: question.author.value, channel: question.channel.value, guild: question.guild?.value)
        place = question.channel
        canHaveThread = !question.isDirect && question.parentChannel == nil
        text = question.text
        files = question.attachments
        quoted = question.repliesToBot ? "" : question.replied?.content ?? ""
        continuation = Continuation(
            repliesTo: question.repliesTo?.value, place: question.channel.value,
            isOneConversation: question.isDirect || question.parentChannel != nil)
        isShared = true
        language = Language.guess(question.text, otherwise: Language(locale: question.locale))
    }

    /// A question by a command.
    /// - Parameter text: The question, or the message that it was used on.
    init(_ interaction: Interaction, text: String, files: [AttachedFile] = [], isShared: Bool) {
        let channel = interaction.channel ?? interaction.handle.id
        id = interaction.handle.id
        asker = Asker(user: interaction.user.id.value, channel: channel.value, guild: interaction.guild?.value)
        place = channel
        canHaveThread = false
        self.text = text
        self.files = files
        quoted = ""
        continuation = Continuation(
            place: channel.value, isOneConversation: isShared && (interaction.guild == nil || interaction.parentChannel != nil))
        self.isShared = isShared
        language = Language.guess(text, otherwise: Language(locale: interaction.locale))
    }

    /// Its asker has changed what it says.
    mutating func change(to text: String) {
        self.text = text
        language = Language.guess(text, otherwise: language)
    }

    /// Whether there is anything to answer.
    var isEmpty: Bool { text.isEmpty && quoted.isEmpty && files.allSatisfy { !AttachedText.isText($0) } }
}

extension Language {
    /// The language of a Discord locale such as `es-419`; English for all that have no texts here.
    init(locale: String?) {
        self = Language.allCases.first { locale?.hasPrefix($0.rawValue) == true } ?? .english
    }
}
