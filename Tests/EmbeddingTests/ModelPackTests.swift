import Base
@testable import Embedding
import Foundation
import Testing

/// Packs that are none, or no longer one. The pack here is of the right shape but has a vocabulary of ten pieces and only zeros for weights.
@Suite struct ModelPackTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "model-pack-\(UUID().uuidString)")
    private var path: String { folder.appending(path: "model.pack").path }
    private let info = ModelInfo(model: "m", tokenizer: "m/t", pieces: 10, rows: 17, unknownScore: -20, epsilon: 1e-6)

    private func sections() -> [(PackSection, Data)] {
        PackSection.allCases.map { section in
            switch section {
            case .info: (section, Data(info.text.utf8))
            case .charTrie, .pieceTrie: (section, Data(count: 1024))
            default: (section, Data(count: section.length(info) ?? 100))
            }
        }
    }

    private func withPack(_ body: (inout Data) throws -> Void) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try PackWriter.write(sections(), to: path)
        var bytes = try Data(contentsOf: URL(filePath: path))
        try body(&bytes)
    }

    private func opening(_ bytes: Data) throws -> Problem? {
        try bytes.write(to: URL(filePath: path))
        do {
            try ModelPack(path: path).verify()
            return nil
        } catch let problem as Problem {
            return problem
        }
    }

    @Test func `a whole pack opens, verifies and runs`() async throws {
        try withPack { bytes in
            #expect(try opening(bytes) == nil)
            let pack = try ModelPack(path: path)
            #expect(pack.info == info)
            let vector = try EmbeddedModel(pack: pack).vectors(for: ["some text"])[0]
            #expect(vector.count == 512 && vector.allSatisfy { $0 == 0 })
        }
    }

    @Test func `a pack cut short anywhere is refused with its remedy`() throws {
        try withPack { bytes in
            for length in [0, 1, 7, 23, 24, 100, 1000, 2000, bytes.count / 2, bytes.count - 1] {
                let problem = try opening(bytes.prefix(length))
                #expect(problem?.remedy.contains("fetch-model") == true, "\(length)")
            }
        }
    }

    @Test func `another kind of file and another version are told apart`() throws {
        try withPack { bytes in
            let foreign = try opening(Data("%PDF-1.7".utf8) + bytes.dropFirst(8))
            #expect(foreign?.reason.contains("another kind") == true)
            bytes[8] = 1
            let problem = try opening(bytes)
            #expect(problem?.reason.contains("version 1") == true)
        }
    }

    @Test func `a changed byte of the header is found at opening, one of the content by verifying`() throws {
        try withPack { bytes in
            let header = PackHeader.length(sections: PackSection.allCases.count)
            for offset in stride(from: 12, to: header, by: 31) {
                var changed = bytes
                changed[offset] ^= 0x40
                let problem = try opening(changed)
                #expect(problem != nil, "\(offset)")
            }
            for offset in [bytes.count - 1, bytes.count - 5000, bytes.count / 3] {
                var changed = bytes
                changed[offset] ^= 1
                let problem = try opening(changed)
                #expect(problem?.reason.contains("checksum") == true, "\(offset)")
            }
        }
    }

    @Test func `a missing section and one of a wrong length are named`() throws {
        try withPack { _ in
            try PackWriter.write(sections().filter { $0.0 != .dense2 }, to: path)
            #expect(throws: Problem.self) { try ModelPack(path: path) }
            try PackWriter.write(sections().map { ($0.0, $0.0 == .mean ? Data(count: 4) : $0.1) }, to: path)
            let problem = #expect(throws: Problem.self) { try ModelPack(path: path) }
            #expect(problem?.reason.contains("table.mean") == true)
        }
    }

    @Test func `a pack that is not there says how to make it`() {
        let problem = #expect(throws: Problem.self) { try ModelPack(path: "/nonexistent/model.pack") }
        #expect(problem?.remedy.contains("docent model pack") == true)
    }

    @Test func `weights that are missing, no arrays or of another shape are refused`() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: Problem.self) { try ModelPacker.pack(folder: folder.path, output: path) }
        func file(_ header: String, _ bytes: [UInt8]) throws -> String {
            let all = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + bytes
            try Data(all).write(to: URL(filePath: path))
            return path
        }
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
        #expect(try NPYFile(path: file(header, [0, 0, 128, 63, 0, 0, 0, 64])).floats([2]) == [1, 2])
        for (header, bytes) in [
            (header, [UInt8](repeating: 0, count: 7)), ("{}", []), (header.replacing("<f4", with: ">f4"), [UInt8](repeating: 0, count: 8)),
        ] {
            #expect(throws: Problem.self) { try NPYFile(path: file(header, bytes)) }
        }
        #expect(throws: Problem.self) { try NPYFile(path: file(header, [UInt8](repeating: 0, count: 8))).floats([3]) }
        // Weights of eight bits have a step; others would lose by being packed.
        #expect(try ModelPacker.step(of: [0.25, -31.75, 0, 7.5], path: path) == 0.25)
        for values in [[0.25, -31.75, 0.1], [0, 0], []] as [[Float]] {
            #expect(throws: Problem.self) { try ModelPacker.step(of: values, path: path) }
        }
        for model in [[], [0xff], [0x0a, 0x7f], [0x0a, 0x00], Array("<html>".utf8)] as [[UInt8]] {
            try Data(model).write(to: URL(filePath: path))
            #expect(throws: Problem.self) { try SentencePieceModel(path: path) }
        }
        let piece: [UInt8] = [0x61, 0xe2, 0x96, 0x81, 0x62]
        try Data([0x0a, 7, 0x0a, 5] + piece).write(to: URL(filePath: path))
        let problem = #expect(throws: Problem.self) { try SentencePieceModel(path: path) }
        #expect(problem?.reason.contains("goes beyond a word") == true)
    }
}
