extension Setting {
    /// All settings as they stand in `docent run --help`.
    static var help: String {
        let width = all.map(\.name.count).max() ?? 0
        let lines = all.map { setting in
            let name = setting.name.padding(to: width)
            return "  \(name)  \(setting.meaning.plain) [\(setting.shownStandard.plain)]"
        }
        return "Settings, from the environment or from .env in the working directory; the environment wins:\n" + lines.joined(separator: "\n")
    }

    /// All settings as they stand in the README.
    static var markdown: String {
        let rows = all.map { setting in
            let standard = setting.standardInWords ?? setting.standard.map { "`\($0)`" } ?? "none"
            return "| `\(setting.name)` | \(standard) | \(setting.meaning) |"
        }
        return (["| name | default | |", "|---|---|---|"] + rows).joined(separator: "\n")
    }
}

extension String {
    /// Without the marks of Markdown.
    fileprivate var plain: String { filter { $0 != "`" } }

    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(width - count, 0))
    }
}
