/// What keeps a worse index from members, and who hears of it.
extension Setting {
    static let indexCanaries = Setting(
        "INDEX_CANARIES", example: "canaries.jsonl",
        "a file of questions that every index must find the answers to: JSON lines with `question`, `source` or `text`, and `top`")
    static let indexCanaryPercent = Setting(
        "INDEX_CANARY_PERCENT", standard: "80", example: "80",
        "how many in a hundred of these, and of the manifest's, must find what they want, 0 (refuse none) to 100")
    static let indexTrialMinutes = Setting(
        "INDEX_TRIAL_MINUTES", standard: "30", example: "30", "how long a new index is watched after its activation, 1 to 10080")
    static let indexRollback = Setting(
        "INDEX_ROLLBACK", standard: "errors", example: "errors,votes",
        "what leads back to the index before within that time: `errors` of its searches, members' 👎 (`votes`), or `off`")
    static let operationsChannel = Setting(
        "DISCORD_OPERATIONS_CHANNEL", example: "80351110224678912", "the id of a channel where refusals and rollbacks of the index are told")
}
