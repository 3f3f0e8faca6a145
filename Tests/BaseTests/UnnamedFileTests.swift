import Base
import Foundation
import Testing

@Suite struct `A file without a name` {
    @Test func `gives back what was written where it was written, and is seen by nobody`() throws {
        let folder = NSTemporaryDirectory() + "docent-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try UnnamedFile(beside: "\(folder)/store")
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try bytes[50_000...].withUnsafeBytes { try file.write($0, at: 50_000) }
        try bytes[..<50_000].withUnsafeBytes { try file.write($0, at: 0) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        var read = [UInt8](repeating: 0, count: 1_000)
        for start in [0, 49_500, 99_000] {
            try read.withUnsafeMutableBytes { try file.read(into: $0, at: start) }
            #expect(read.elementsEqual(bytes[start..<start + 1_000]))
        }
        #expect(throws: Problem.self) { try read.withUnsafeMutableBytes { try file.read(into: $0, at: 99_001) } }
    }

    @Test func `needs a folder`() throws {
        let problem = #expect(throws: Problem.self) { try UnnamedFile(beside: "/nowhere/store") }
        #expect(problem?.location.hasPrefix("/nowhere/store") == true)
    }
}
