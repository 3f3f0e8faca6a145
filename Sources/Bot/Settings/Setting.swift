/// One thing that an operator can set: an environment variable or a line of `.env`.
struct Setting: Sendable, Hashable {
    var name: String
    /// What holds when it is not set, as it would be written; nil when there is nothing by default.
    var standard: String?
    /// What holds when it is not set, told in words, where that is more than a value.
    var standardInWords: String?
    /// What it decides, as a phrase.
    var meaning: String
    /// A value that works, shown with every mistake.
    var example: String
    /// Never shown, not even when it is wrong.
    var isSecret: Bool

    init(
        _ name: String, standard: String? = nil, inWords standardInWords: String? = nil, example: String, isSecret: Bool = false,
        _ meaning: String
    ) {
        self.name = name
        self.standard = standard
        self.standardInWords = standardInWords
        self.meaning = meaning
        self.example = example
        self.isSecret = isSecret
    }

    /// The default as people read it.
    var shownStandard: String { standardInWords ?? standard ?? "none" }
}
