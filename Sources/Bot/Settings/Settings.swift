import Answering
import Base
import Discord
import Foundation
import Hub
import Logging
import Transport

/// Everything that an operator decided, parsed and checked. See `Setting` for what each means.
struct Settings: Sendable {
    /// Where answers are written.
    struct ChatModel: Sendable {
        var baseURL: String
        var key: Secret?
        /// In order of fallback.
        var models: [String]
    }

    /// A server that turns text into vectors.
    struct RemoteEmbedding: Sendable {
        var baseURL: String
        var key: Secret?
    }

    /// How the network is reached.
    struct Network: Sendable {
        var proxy: ProxySettings
        /// A file of certificate authorities; nil: the system's.
        var certificates: String?
    }

    /// What members of Discord servers may do.
    struct Members: Sendable {
        var administrators: Set<Snowflake>
        var access: Access
        var quota: QuotaRules
        /// Whether questions are answered in threads of their own.
        var threads: Bool
        /// Whether to ask for the text of messages that do not concern the bot.
        var readsEverything: Bool
        /// For how long conversations are kept.
        var conversations: Duration
        /// The most bytes of the files of a question.
        var attachments: Int
    }

    /// nil: local chat.
    var discordToken: Secret?
    var discordAPIBase: String
    var members: Members
    var discordShards: ShardPlan
    var discordCompression: GatewayCompression
    /// nil: answers are extracts.
    var chatModel: ChatModel?
    var answerPassages: Int
    /// For how long an answer may be given again.
    var answerCache: Duration
    var remoteEmbedding: RemoteEmbedding?
    /// nil: nothing to follow.
    var indexSource: SourceAddress?
    /// nil: follow the newest.
    var indexRevision: String?
    var indexPoll: Duration
    var indexKeep: Int
    var indexGuard: IndexGuard
    /// nil: nobody is told in Discord.
    var operationsChannel: Snowflake?
    /// nil: anybody's index is served.
    var indexKeys: ManifestKeys?
    var hfToken: Secret?
    var hfEndpoint: String
    var gitHubToken: Secret?
    var gitHubAPI: String
    var localStorage: String
    var scratch: String
    var modelDirectory: String
    var port: UInt16
    /// nil: nobody may ask for a look over HTTP.
    var adminToken: Secret?
    /// nil: the Hub may not either.
    var hubWebhookSecret: Secret?
    var network: Network
    var logLevel: Logger.Level

    /// The kinds of repository of the Hub that can hold an index.
    private enum RepositoryType: String, CaseIterable {
        case dataset, model
    }

    /// - Parameters:
    ///   - reader: The values; it is left with every mistake noted and every setting asked for.
    ///   - files: Reads a file, or gives nil where there is none.
    init(_ reader: inout SettingsReader, files: (String) -> [UInt8]?, temporaryDirectory: String) {
        discordToken = reader.secret(.discordToken)
        discordAPIBase = reader.address(.discordAPIBase) ?? ""
        members = Members(&reader)
        discordShards = Self.shards(&reader)
        discordCompression = reader.choice(.discordCompression, .zlib)
        let key = reader.secret(.openRouterKey)
        let chat = ChatModel(baseURL: reader.address(.openRouterBaseURL) ?? "", key: key, models: reader.list(.openRouterModel))
        chatModel = key != nil || reader.isSet(.openRouterBaseURL) ? chat : nil
        answerPassages = reader.integer(.answerPassages, in: 1...32)
        answerCache = .seconds(reader.integer(.answerCacheHours, in: 0...8_760) * 3_600)
        let embeddingKey = reader.secret(.embeddingKey)
        remoteEmbedding = reader.address(.embeddingBaseURL).map { RemoteEmbedding(baseURL: $0, key: embeddingKey) }
        indexSource = Self.source(&reader)
        indexRevision = reader.text(.indexRevision)
        indexPoll = .seconds(reader.integer(.indexPollSeconds, in: 5...86_400))
        indexKeep = reader.integer(.indexKeep, in: 1...100)
        indexGuard = IndexGuard(&reader, files: files)
        operationsChannel = reader.list(.operationsChannel, "must be a channel's id, a number", Self.snowflake).first
        indexKeys = Self.keys(&reader)
        hfToken = Self.hubToken(&reader, files: files)
        hfEndpoint = reader.address(.hfEndpoint) ?? ""
        gitHubToken = reader.secret(.gitHubToken)
        gitHubAPI = reader.address(.gitHubAPI) ?? ""
        localStorage = Self.folder(reader.text(.localStorage)) ?? ""
        scratch = Self.folder(reader.text(.scratch)) ?? "\(temporaryDirectory)/docent"
        modelDirectory = Self.folder(reader.text(.modelDirectory)) ?? "\(localStorage)/models"
        port = UInt16(reader.integer(.port, in: 1...65_535))
        adminToken = reader.secret(.adminToken)
        hubWebhookSecret = reader.secret(.hubWebhookSecret)
        network = Network(proxy: Self.proxy(&reader), certificates: reader.text(.certificates))
        if let file = network.certificates, files(file) == nil { reader.note(.certificates, file, "must be a file that can be read") }
        logLevel = reader.choice(.logLevel, .info)
    }

    /// An id of Discord's.
    static func snowflake(_ text: String) -> Snowflake? {
        !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isNumber } ? Snowflake(text) : nil
    }

    private static func shards(_ reader: inout SettingsReader) -> ShardPlan {
        let text = reader.text(.discordShards) ?? ""
        if let plan = ShardPlan(text) { return plan }
        reader.note(.discordShards, text, "must be a number, `auto`, or a shard's number from 0 with their count, such as 0/4")
        return .all(1)
    }

    private static func proxy(_ reader: inout SettingsReader) -> ProxySettings {
        let (secure, plain, direct) = (reader.proxy(.httpsProxy), reader.proxy(.httpProxy), reader.proxy(.noProxy))
        for (setting, address) in [(Setting.httpsProxy, secure), (.httpProxy, plain)] where (try? ProxySettings(httpsProxy: address)) == nil {
            reader.note(setting, address ?? "", "must be the address of an HTTP proxy")
        }
        return (try? ProxySettings(httpsProxy: secure, httpProxy: plain, noProxy: direct)) ?? .none
    }

    private static func source(_ reader: inout SettingsReader) -> SourceAddress? {
        let type = reader.choice(.indexRepoType, RepositoryType.dataset)
        let repository = reader.text(.indexRepoID)
        let source = reader.text(.indexSource)
        if let repository, repository.split(separator: "/", omittingEmptySubsequences: false).count != 2 || repository.contains(" ") {
            reader.note(.indexRepoID, repository, "must be an owner and a name")
        }
        let isDerived = source == nil
        guard let address = source ?? repository.map({ "hf://\(type.rawValue)s/\($0)" }) else { return nil }
        do {
            return try SourceAddress(address)
        } catch {
            // A wrong INDEX_REPO_ID has been noted above.
            if !isDerived { reader.note(.indexSource, address, "must be where an index is published; \(error.reason)") }
            return nil
        }
    }

    private static func keys(_ reader: inout SettingsReader) -> ManifestKeys? {
        guard let text = reader.text(.indexPublicKey) else { return nil }
        let keys = ManifestKeys(text)
        if keys == nil { reader.note(.indexPublicKey, text, "must be Ed25519 public keys, as `openssl pkey -pubout` writes them") }
        return keys
    }

    /// HF_TOKEN, else the file that the Hub's own tools read.
    private static func hubToken(_ reader: inout SettingsReader, files: (String) -> [UInt8]?) -> Secret? {
        let home = folder(reader.text(.hfHome) ?? "~/.cache/huggingface") ?? ""
        let path = folder(reader.text(.hfTokenPath)) ?? "\(home)/token"
        if let token = reader.secret(.hfToken) { return token }
        let text = files(path).map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
        return text.isEmpty ? nil : Secret(text)
    }

    private static func folder(_ path: String?) -> String? {
        guard var path = path.map({ ($0 as NSString).expandingTildeInPath }) else { return nil }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}

extension Settings.Members {
    init(_ reader: inout SettingsReader) {
        let ids = reader.list(.discordAdmins, "must be user ids, numbers separated by commas", Settings.snowflake)
        administrators = Set(ids)
        let form = "must name `guild:ID`, `channel:ID`, `role:ID` or `direct`"
        let denied = Set(reader.list(.discordDeny, form, Access.Rule.init))
        access = Access(denied: denied, allowed: Set(reader.list(.discordAllow, form, Access.Rule.init)))
        quota = QuotaRules(
            user: reader.limit(.quotaUser), channel: reader.limit(.quotaChannel), guild: reader.limit(.quotaGuild), all: reader.limit(.quotaAll),
            waiting: reader.integer(.quotaWaiting, in: 0...100))
        threads = reader.flag(.discordThreads)
        readsEverything = reader.flag(.discordContent)
        conversations = .seconds(reader.integer(.conversationHours, in: 0...8_760) * 3_600)
        attachments = reader.integer(.attachmentKilobytes, in: 0...1_024) << 10
    }
}
