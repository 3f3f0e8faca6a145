extension Setting {
    static let discordToken = Setting(
        "DISCORD_TOKEN", inWords: "none: local chat", example: "MTA…", isSecret: true,
        "the bot's token; without it the chat page stands in Discord's place")
    static let discordAPIBase = Setting(
        "DISCORD_API_BASE", standard: "https://discord.com/api/v10", example: "https://discord.com/api/v10",
        "Discord's API; the gateway's address comes from there")
    static let discordShards = Setting(
        "DISCORD_SHARDS", standard: "1", example: "auto",
        "how many connections share the bot's servers: a number, `auto` (as many as Discord recommends), or `0/4` for one process of several")
    static let discordCompression = Setting(
        "DISCORD_COMPRESSION", standard: "zlib-stream", example: "zlib-stream",
        "how Discord compresses its events: `zlib-stream`, `zstd-stream` or `none`")
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
        "where the index is published: `hf://datasets/org/name`, `github://owner/repo` or `file:///dir`")
    static let indexRepoID = Setting("INDEX_REPO_ID", example: "org/rag-index", "the Hugging Face repository, where INDEX_SOURCE is not set")
    static let indexRepoType = Setting("INDEX_REPO_TYPE", standard: "dataset", example: "dataset", "`dataset` or `model`")
    static let indexRevision = Setting(
        "INDEX_REVISION", inWords: "none: follow", example: "v12", "the commit, tag or manifest revision to stay at")
    static let indexPollSeconds = Setting(
        "INDEX_POLL_SECONDS", standard: "60", example: "60", "how often to look for a newer index, 5 to 86400")
    static let indexKeep = Setting("INDEX_KEEP", standard: "3", example: "3", "how many revisions stay on disk, 1 to 100")
    static let indexPublicKey = Setting(
        "INDEX_PUBLIC_KEY", inWords: "none: any is served", example: "MCowBQYDK2VwAyEApFdoAR29g/qxKv6iytx4EUcL/Adhv9zq6iJD07gkyS4=",
        "serve only indexes signed with one of these Ed25519 keys, PEM or base64, separated by commas")
    static let hfToken = Setting(
        "HF_TOKEN", inWords: "the token file", example: "hf_…", isSecret: true,
        "Hugging Face token that may read the index, and write to it when publishing")
    static let hfTokenPath = Setting(
        "HF_TOKEN_PATH", inWords: "`token` in HF_HOME", example: "/run/secrets/hf", "the file that holds the token, where HF_TOKEN is not set")
    static let hfHome = Setting(
        "HF_HOME", inWords: "`~/.cache/huggingface`", example: "/home/user/.cache/huggingface", "where the Hub's own tools keep their token")
    static let hfEndpoint = Setting("HF_ENDPOINT", standard: "https://huggingface.co", example: "https://huggingface.co", "the Hub")
    static let gitHubToken = Setting(
        "GITHUB_TOKEN", example: "github_pat_…", isSecret: true,
        "GitHub token with the permission `Contents: read` for the index, `read and write` when publishing")
    static let gitHubAPI = Setting("GITHUB_API_URL", standard: "https://api.github.com", example: "https://api.github.com", "GitHub's API")
    static let localStorage = Setting(
        "LOCAL_STORAGE_DIR", standard: ".docent", inWords: "`/data/storage` in the container, `.docent` elsewhere", example: "/srv/docent",
        "kept indexes, the pin and the state")
    static let scratch = Setting(
        "SCRATCH_DIR", inWords: "`docent` in the temporary directory", example: "/var/tmp/docent",
        "a folder on a local disk, for what may be lost")
    static let modelDirectory = Setting(
        "MODEL_DIR", inWords: "`models` in LOCAL_STORAGE_DIR", example: "/opt/docent/models", "where the embedded model's file is")
    static let port = Setting("PORT", standard: "7860", example: "7860", "the web server's port")
    static let adminToken = Setting(
        "ADMIN_TOKEN", inWords: "none: off", example: "3f9c62d0b7a84e15", isSecret: true,
        "lets `POST /api/sync` have the index looked at now, with `Authorization: Bearer`; 16 characters or more are hard to guess")
    static let hubWebhookSecret = Setting(
        "HUB_WEBHOOK_SECRET", inWords: "none: off", example: "b1946ac92492d234", isSecret: true,
        "the secret of the Hub's webhook to `POST /api/hooks/hub`; 16 characters or more are hard to guess")
    static let httpsProxy = Setting(
        "HTTPS_PROXY", example: "http://proxy:3128", isSecret: true, "proxy for encrypted connections, the gateway's included")
    static let httpProxy = Setting("HTTP_PROXY", example: "http://proxy:3128", isSecret: true, "proxy for plain connections")
    static let noProxy = Setting("NO_PROXY", example: "localhost,.internal", "hosts that are reached without the proxy")
    static let certificates = Setting(
        "SSL_CERT_FILE", inWords: "the system's", example: "/etc/ssl/certs/ca-certificates.crt", "the certificate authorities trusted")
    static let logLevel = Setting("LOG_LEVEL", standard: "info", example: "debug", "`trace`, `debug`, `info`, `notice`, `warning` or `error`")

    /// Every setting, in the order in which the tables show them.
    static let all: [Setting] = [
        discordToken, discordAPIBase, discordShards, discordCompression, discordAdmins, discordAllow, discordDeny, discordThreads, discordContent,
        conversationHours, quotaUser,
        quotaChannel, quotaGuild, quotaAll, quotaWaiting, attachmentKilobytes, openRouterKey, openRouterBaseURL, openRouterModel, answerPassages,
        answerCacheHours, embeddingBaseURL,
        embeddingKey,
        indexSource, indexRepoID, indexRepoType, indexRevision, indexPollSeconds, indexKeep,
        indexCanaries, indexCanaryPercent, indexTrialMinutes, indexRollback, operationsChannel, indexPublicKey,
        hfToken, hfTokenPath, hfHome, hfEndpoint,
        gitHubToken, gitHubAPI,
        localStorage, scratch, modelDirectory, port, adminToken, hubWebhookSecret, httpsProxy, httpProxy, noProxy, certificates, logLevel,
    ]
}
