import Discord
import Foundation

/// The text of the files that came with a question.
struct AttachedText: Sendable, Equatable {
    /// The texts under the files' names; empty for none.
    var text = ""
    /// The names of files that were not read.
    var unread: [String] = []

    /// How many files of a message are read.
    private static let most = 4
    /// Files without a media type, or with one that tells nothing.
    private static let endings = [
        "txt", "md", "markdown", "log", "csv", "tsv", "json", "yaml", "yml", "toml", "ini", "xml", "html", "htm", "rst", "tex", "swift", "py", "js",
        "ts",
        "c", "h", "cpp", "java", "kt", "go", "rs", "rb", "sh", "sql", "css",
    ]

    /// Whether a file is text, by its media type or its ending.
    static func isText(_ file: AttachedFile) -> Bool {
        let type = file.contentType?.lowercased() ?? ""
        let ending = file.filename.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return type.hasPrefix("text/") || type.hasPrefix("application/json") || type.hasPrefix("application/xml") || endings.contains(ending)
    }

    /// Fetches and decodes them.
    /// - Parameter limit: The most bytes of all files together.
    static func read(_ files: [AttachedFile], from source: any DiscordFiles, upTo limit: Int) async throws -> AttachedText {
        var (read, left) = (AttachedText(), limit)
        for (number, file) in files.enumerated() {
            guard number < most, isText(file), file.size <= left else {
                read.unread.append(file.filename)
                continue
            }
            do {
                let bytes = try await source.download(file, upTo: left)
                guard let text = decoded(bytes, as: file.contentType) else {
                    read.unread.append(file.filename)
                    continue
                }
                left -= bytes.count
                read.text += (read.text.isEmpty ? "" : "\n\n") + "\(file.filename):\n\(text)"
            } catch is DiscordError {
                read.unread.append(file.filename)
            }
        }
        return read
    }

    /// UTF-8, UTF-16 with its mark, or Western European by the media type; nil for what is no text whatever its name says.
    private static func decoded(_ bytes: [UInt8], as type: String?) -> String? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return String(data: Data(bytes), encoding: .utf16) }
        guard !bytes.contains(0) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            // The web reads the first as the second, which has letters where the first has control characters (encoding.spec.whatwg.org).
            switch type?.lowercased().firstMatch(of: /charset="?([\w-]+)/)?.1 {
            case "iso-8859-1", "windows-1252": return String(data: Data(bytes), encoding: .windowsCP1252)
            case _: return nil
            }
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }
}
