import Base
import Foundation

/// The documents of a folder and its folders, in the order of their paths' bytes, the same on every machine.
struct FolderWalk {
    struct File: Equatable {
        /// Relative to the folder.
        var path: String
        var absolute: String
        var size: Int64
        /// What follows the last dot, in lower case.
        var ending: String
    }

    private(set) var files: [File] = []
    private(set) var skipped: [IngestReport.Skipped] = []
    /// What could not be looked into, folders for the most part.
    private(set) var unreadable: [IngestReport.Document] = []
    /// `canaries.jsonl` at the top of the folder.
    private(set) var canaries: String?

    /// - Parameters:
    ///   - root: A folder, or one document.
    ///   - excluded: A folder that is not entered: the output, where it lies inside.
    /// - Throws: `Problem` when `root` is not there, cannot be read, or is the output folder.
    init(root: String, excluded: String) throws {
        func wrong(_ reason: String, _ remedy: String) -> Problem {
            Problem(.usage, what: "cannot read the documents", location: root, reason: reason, remedy: remedy)
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder) else {
            throw wrong("there is no such file or folder", "Give the folder that holds the documents.")
        }
        guard isFolder.boolValue else {
            let name = (root as NSString).lastPathComponent
            let attributes = try? FileManager.default.attributesOfItem(atPath: Self.resolved(root))
            take(path: name, name: name, absolute: root, size: (attributes?[.size] as? NSNumber)?.int64Value ?? 0)
            guard !files.isEmpty else {
                throw wrong("files of its type are not read", "Give a folder, or a .pdf, .docx, .doc, .rtf, .html, .md, .txt or .jsonl file.")
            }
            return
        }
        let excluded = Self.resolved(excluded)
        guard Self.resolved(root) != excluded else {
            throw wrong("the artifact would be written among them", "Choose another folder with --output; it may lie inside this one.")
        }
        do {
            try enter(root, relative: "", excluded: excluded)
        } catch {
            throw Problem.system("cannot read the documents", at: root, cause: error)
        }
        files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        skipped.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private static func resolved(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }

    private mutating func enter(_ folder: String, relative: String, excluded: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let path = relative.isEmpty ? name : relative + "/" + name
            let absolute = folder + "/" + name
            if Self.isLitter(name) { continue }
            let own = try? FileManager.default.attributesOfItem(atPath: absolute)[.type] as? FileAttributeType
            // A link to a file is that file, as in the caches of download tools; a link to a folder might lead in a circle.
            let target = Self.resolved(absolute)
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: target) else {
                skipped.append(.init(path: path, reason: "a link that leads nowhere"))
                continue
            }
            switch attributes[.type] as? FileAttributeType {
            case .typeDirectory?:
                if own == .typeSymbolicLink {
                    skipped.append(.init(path: path, reason: "a link to a folder"))
                } else if target != excluded {
                    do {
                        try enter(absolute, relative: path, excluded: excluded)
                    } catch {
                        let reason = Problem.system("", at: absolute, cause: error).reason
                        unreadable.append(
                            .init(
                                path: path, outcome: .unreadable, reason: "the folder cannot be read: \(reason)", notes: [], chunks: 0, reused: false)
                        )
                    }
                }
            case .typeRegular?:
                take(path: path, name: name, absolute: absolute, size: (attributes[.size] as? NSNumber)?.int64Value ?? 0)
            default: skipped.append(.init(path: path, reason: "not a file"))
            }
        }
    }

    private mutating func take(path: String, name: String, absolute: String, size: Int64) {
        if path == "canaries.jsonl" {
            canaries = absolute
            return
        }
        let ending = (name as NSString).pathExtension.lowercased()
        if DocumentFormat(ending: ending) != nil {
            files.append(File(path: path, absolute: absolute, size: size, ending: ending))
        } else {
            skipped.append(.init(path: path, reason: ending.isEmpty ? "no ending tells its type" : "files of type .\(ending) are not read"))
        }
    }

    /// What programs and systems leave behind beside documents, and what is hidden.
    private static func isLitter(_ name: String) -> Bool {
        name.hasPrefix("~$") || name.hasPrefix(".") || ["Thumbs.db", "desktop.ini"].contains(name)
    }
}
