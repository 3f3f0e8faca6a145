import Answering
import Base
import Hub
import IndexSync
import Logging
import Transport

/// What the program is put together from, by its settings. The one place of wiring: nothing else makes a client, a model or an index.
struct Composition: Sendable {
    let settings: Settings
    let http: CurlHTTPClient
    let embedders: Embedders
    /// Holds the index that is served.
    let holder = IndexHolder()
    /// Watches it while it is new.
    let trial: TrialWatch
    let meters = Meters()
    let recent = RecentQuestions()
    private let level: Logger.Level

    /// - Parameter level: What is logged at least.
    init(_ settings: Settings, level: Logger.Level) {
        self.settings = settings
        self.level = level
        http = CurlHTTPClient(
            .init(caFile: settings.network.certificates, proxy: settings.network.proxy, userAgent: "Docent/\(Version.current)"))
        embedders = Embedders(settings, http: http)
        trial = TrialWatch(settings.indexGuard.trial)
    }

    /// For a command that does one thing and says itself what it does: `info`, the level for a service, would only be in its way.
    /// - Throws: `Problem` when the settings are not valid.
    static func forCommand() throws -> Composition {
        let settings = try Settings.load()
        return Composition(settings, level: settings.logLevel == .info ? .warning : settings.logLevel)
    }

    /// A logger of that name.
    func logger(_ label: String) -> Logger {
        Logger(label: label) { [level] _ in CompactLogHandler(level: level) }
    }

    /// How the places are reached where indexes are published.
    var stores: StoreAccess {
        StoreAccess(
            http: http, hub: HubSettings(endpoint: settings.hfEndpoint, token: settings.hfToken),
            gitHub: GitHubSettings(api: settings.gitHubAPI, token: settings.gitHubToken), logger: logger("hub"))
    }
}
