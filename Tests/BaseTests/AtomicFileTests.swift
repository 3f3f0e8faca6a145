import Base
import Foundation
import Testing

@Suite struct AtomicFileTests {
    @Test func `a file is replaced whole and nothing is left beside it`() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "current").path
        try AtomicFile.write(Data("first, longer".utf8), to: file)
        try AtomicFile.write(Data("second".utf8), to: file)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "second")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["current"])
    }

    @Test func `a missing folder is named with what to do`() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "absent/current").path
        let problem = try #require(throws: Problem.self) { try AtomicFile.write(Data(), to: file) }
        #expect(problem.location.hasPrefix(file))
        #expect(problem.remedy == "Check the path; a folder that is missing has to be made first.")
    }

    @Test func `a place that takes no files is refused with the system's reason`() throws {
        let problem = try #require(throws: Problem.self) { try AtomicFile.write(Data("x".utf8), to: "/proc/self/current") }
        #expect(problem.what == "cannot create a file")
        #expect(!problem.reason.isEmpty)
    }

    private func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "docent-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
