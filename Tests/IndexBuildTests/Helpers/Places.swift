import Foundation
import IndexBuild
import Testing

/// Where things are.
enum Places {
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let fixtures = package.appending(path: "Tests/Fixtures/documents").path
    /// Real files of the kind that members keep; absent on other machines.
    static let apache = package.appending(path: "../shared/data/documents/apache").standardizedFileURL.path

    /// The worker program, built beside the tests.
    static let worker: String = {
        let own = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let candidates = [own, package.appending(path: ".build/debug"), package.appending(path: ".build/release")]
        let names = candidates.map { $0.appending(path: "extract-worker").path }
        return names.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "extract-worker"
    }()

    static let extractor = DocumentExtractor(executable: worker, width: 2)
}

/// A folder that goes when its owner does.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "docent-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ name: String, _ bytes: some DataProtocol) throws -> String {
        let file = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: file))
        return file
    }

    @discardableResult
    func write(_ name: String, text: String) throws -> String { try write(name, Data(text.utf8)) }

    func read(_ name: String) -> Data? { FileManager.default.contents(atPath: path + "/" + name) }

    /// Has the worker read a file of that name and content.
    func extract(_ name: String, _ bytes: some DataProtocol) async throws -> Extraction {
        let file = try write(name, bytes)
        return try await Places.extractor.extract(path: file, ending: (name as NSString).pathExtension.lowercased())
    }

    func extract(_ name: String, text: String) async throws -> Extraction { try await extract(name, Data(text.utf8)) }
}

extension Extraction {
    /// Its paragraphs' texts.
    var lines: [String] { text.blocks.map(\.text) }
}
