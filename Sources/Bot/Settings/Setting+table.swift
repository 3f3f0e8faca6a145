extension Setting {
    static let discordToken = Setting(
        "DISCORD_TOKEN", inWords: "none: local chat", example: "MTA…", isSecret: true,
        "the bot's token; without it the chat page stands in Discord's place")
    static let discordAPIBase = Setting(
        "DISCORD_API_BASE", standard: "https://discord.com/api/v10", example: "https://discord.com/api/v10",
        "Discord's API; the gateway's address comes from there")
    static let openRouterKey = Setting(
        "OPENROUTER_API_KEY", inWords: "none: answers are extracts", example: "sk-or-v1-…", isSecret: true,
        "the key for the language model")
    static let openRouterBaseURL = Setting(
        "OPENROUTER_BASE_URL", standard: "https://openrouter.ai/api/v1", example: "http://127.0.0.1:8080/v1",
        "any OpenAI-compatible server; one other than the default is used without a key too")
    static let openRouterModel = Setting(
        "OPENROUTER_MODEL", standard: "meta-llama/llama-3.3-70b-instruct:free,openrouter/free", example: "openai/gpt-4o-mini,openrouter/auto",
        "the language models in order of fallback, separated by commas")
    static let answerPassages = Setting(
        "ANSWER_PASSAGES", standard: "8", example: "8", "how many passages an answer rests on, 1 to 32")
    static let embeddingBaseURL = Setting(
        "EMBEDDING_BASE_URL", inWords: "none: the embedded model", example: "https://openrouter.ai/api/v1",
        "an OpenAI-compatible server for indexes whose `embed_model` is not the embedded one")
    static let embeddingKey = Setting("EMBEDDING_API_KEY", example: "sk-or-v1-…", isSecret: true, "its key")
    static let indexSource = Setting(
        "INDEX_SOURCE", inWords: "from INDEX_REPO_ID", example: "hf://datasets/org/rag-index",
        "where the index is published: `hf://datasets/org/name` or `file:///dir`")
    static let indexRepoID = Setting("INDEX_REPO_ID", example: "org/rag-index", "the Hugging Face repository, where INDEX_SOURCE is not set")
    static let indexRepoType = Setting("INDEX_REPO_TYPE", standard: "dataset", example: "dataset", "`dataset` or `model`")
    static let indexRevision = Setting(
        "INDEX_REVISION", inWords: "none: follow", example: "v12", "the commit, tag or manifest revision to stay at")
    static let indexPollSeconds = Setting(
        "INDEX_POLL_SECONDS", standard: "60", example: "60", "how often to look for a newer index, 5 to 86400")
    static let indexKeep = Setting("INDEX_KEEP", standard: "3", example: "3", "how many revisions stay on disk, 1 to 100")
    static let hfToken = Setting(
        "HF_TOKEN", inWords: "the token file", example: "hf_…", isSecret: true, "Hugging Face token with read access to the index")
    static let hfTokenPath = Setting(
        "HF_TOKEN_PATH", inWords: "`token` in HF_HOME", example: "/run/secrets/hf", "the file that holds the token, where HF_TOKEN is not set")
    static let hfHome = Setting(
        "HF_HOME", inWords: "`~/.cache/huggingface`", example: "/home/user/.cache/huggingface", "where the Hub's own tools keep their token")
    static let hfEndpoint = Setting("HF_ENDPOINT", standard: "https://huggingface.co", example: "https://huggingface.co", "the Hub")
    static let localStorage = Setting(
        "LOCAL_STORAGE_DIR", standard: ".docent", inWords: "`/data/storage` in the container, `.docent` elsewhere", example: "/srv/docent",
        "kept indexes, the pin and the state")
    static let scratch = Setting(
        "SCRATCH_DIR", inWords: "`docent` in the temporary directory", example: "/var/tmp/docent",
        "a folder on a local disk, for what may be lost")
    static let modelDirectory = Setting(
        "MODEL_DIR", inWords: "`models` in LOCAL_STORAGE_DIR", example: "/opt/docent/models", "where the embedded model's file is")
    static let port = Setting("PORT", standard: "7860", example: "7860", "the web server's port")
    static let httpsProxy = Setting(
        "HTTPS_PROXY", example: "http://proxy:3128", isSecret: true, "proxy for encrypted connections, the gateway's included")
    static let httpProxy = Setting("HTTP_PROXY", example: "http://proxy:3128", isSecret: true, "proxy for plain connections")
    static let noProxy = Setting("NO_PROXY", example: "localhost,.internal", "hosts that are reached without the proxy")
    static let certificates = Setting(
        "SSL_CERT_FILE", inWords: "the system's", example: "/etc/ssl/certs/ca-certificates.crt", "the certificate authorities trusted")
    static let logLevel = Setting("LOG_LEVEL", standard: "info", example: "debug", "`trace`, `debug`, `info`, `notice`, `warning` or `error`")

    static let discordAdmins = Setting(
        "DISCORD_ADMIN_IDS", example: "80351110224678912", "user ids of those who may use `/index pin` and its like, beside who manages a server")
    static let discordAllow = Setting(
        "DISCORD_ALLOW", inWords: "everywhere", example: "guild:1,channel:2,role:3,direct",
        "where and to whom to answer: of each kind named one must match; `direct` stands for direct messages")
    static let discordDeny = Setting(
        "DISCORD_DENY", inWords: "nowhere", example: "channel:4,role:5", "where and to whom not to answer; goes before DISCORD_ALLOW")
    static let conversationHours = Setting(
        "CONVERSATION_HOURS", standard: "24", example: "24", "how long after its last answer a conversation is kept, 0 (not at all) to 8760")
    static let answerCacheHours = Setting(
        "ANSWER_CACHE_HOURS", standard: "24", example: "24",
        "how long the same question gets the same answer from the same index, 0 (never) to 8760")
    static let quotaUser = Setting("QUOTA_USER", standard: "3,60", example: "3,60", "questions of a user at once and in an hour; 0: any number")
    static let quotaChannel = Setting("QUOTA_CHANNEL", standard: "8,0", example: "8,600", "the same for a channel; one more waits in line")
    static let quotaGuild = Setting("QUOTA_GUILD", standard: "32,0", example: "32,2000", "the same for a server")
    static let quotaAll = Setting("QUOTA_ALL", standard: "64,0", example: "64,5000", "the same for all together")
    static let quotaWaiting = Setting("QUOTA_WAITING", standard: "10", example: "10", "how many questions may wait in a channel, 0 to 100")
    static let attachmentKilobytes = Setting(
        "ATTACHMENT_KB", standard: "64", example: "64", "how much text of attached files is read with a question, 0 to 1024")

    /// Every setting, in the order in which the tables show them.
    static let all: [Setting] = [
        discordToken, discordAPIBase, discordAdmins, discordAllow, discordDeny, conversationHours, quotaUser, quotaChannel, quotaGuild, quotaAll,
        quotaWaiting, attachmentKilobytes, openRouterKey, openRouterBaseURL, openRouterModel, answerPassages, answerCacheHours, embeddingBaseURL,
        embeddingKey,
        indexSource, indexRepoID, indexRepoType, indexRevision, indexPollSeconds, indexKeep, hfToken, hfTokenPath, hfHome, hfEndpoint,
        localStorage, scratch, modelDirectory, port, httpsProxy, httpProxy, noProxy, certificates, logLevel,
    ]
}
