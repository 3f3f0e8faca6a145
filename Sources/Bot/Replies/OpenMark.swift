/// What is open at some place of a text, and so has to be closed where a message ends there and opened again where the next one begins.
enum OpenMark: Sendable, Equatable {
    case nothing
    /// A block of code, by Discord's own rule: three backticks open it wherever they stand, and the next three close it.
    case code(language: String)
    /// A line that is shown otherwise for how it begins: `> ` or `-# `.
    case line(prefix: String)

    /// The most that `closing` has, in UTF-16 units.
    static let longestClosing = 4
    /// A longer word after the backticks is no language.
    static let longestLanguage = 32

    static let fence = "```"
    /// What begins a line of another look.
    static let linePrefixes = ["> ", "-# "]

    /// What opens it again in the next message.
    var opening: String {
        switch self {
        case .nothing: ""
        case .code(let language): "\(Self.fence)\(language)\n"
        case .line(let prefix): prefix
        }
    }

    /// What closes it at the end of a message.
    var closing: String {
        switch self {
        case .nothing, .line: ""
        case .code: "\n\(Self.fence)"
        }
    }

    /// Whether it is a block of code.
    var isCode: Bool {
        switch self {
        case .nothing, .line: false
        case .code: true
        }
    }
}
