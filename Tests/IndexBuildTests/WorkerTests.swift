import Base
import Foundation
import Synchronization
import Testing

@testable import IndexBuild

/// Documents through the worker process, hostile ones above all: whatever they do, this process lives and knows what happened.
@Suite(.serialized) struct WorkerTests {
    @Test func `a pdf is read page by page`() async throws {
        let scratch = try Scratch()
        let bytes = try #require(FileManager.default.contents(atPath: "\(Places.fixtures)/regulamento.pdf"))
        let extraction = try await scratch.extract("a b 'c.pdf", bytes)
        #expect(extraction.outcome == .read)
        #expect(extraction.pages == 1)
        #expect(extraction.lines.joined(separator: "\n").contains("Constituição, ação e coração"))
    }

    @Test func `a pdf of many pages gives each its number, across slices`() async throws {
        let scratch = try Scratch()
        let extraction = try await scratch.extract("a.pdf", SmallPDF.pages((1...120).map { "Page number \($0) speaks." }))
        #expect(extraction.pages == 120)
        #expect(extraction.text.blocks.map(\.page) == (1...120).map { $0 })
        #expect(extraction.lines[100] == "Page number 101 speaks.")
    }

    @Test func `scans are told, wholly or in part`() async throws {
        let scratch = try Scratch()
        #expect(try await scratch.extract("a.pdf", SmallPDF.pages(["", "", "", ""])).outcome == .noTextLayer)
        let mixed = try await scratch.extract("b.pdf", SmallPDF.pages(["", "", "", "A page with words on it, a few at least, to count."]))
        #expect(mixed.outcome == .read)
        #expect(mixed.notes == ["3 of 4 pages hold no text: they may be scans"])
    }

    @Test func `a claim of a hundred thousand pages costs nothing`() async throws {
        let scratch = try Scratch()
        let text = String(decoding: SmallPDF.pages(["Only one."]), as: UTF8.self).replacing("/Count 1", with: "/Count 100000")
        let extraction = try await scratch.extract("a.pdf", text: text)
        #expect([.read, .incomplete, .malformed, .noTextLayer, .tooLarge, .timeout].contains(extraction.outcome))
    }

    @Test func `a zip bomb stops at its cap`() async throws {
        let scratch = try Scratch()
        var zip = ZipWriter()
        zip.add("word/document.xml", [UInt8](repeating: 0x20, count: 201 << 20))
        #expect(try await scratch.extract("a.docx", zip.bytes).outcome == .tooLarge)
    }

    @Test func `xml too deep and xml with a declaration are refused, entities are not expanded`() async throws {
        let scratch = try Scratch()
        let deep = ZipWriter.docx(String(repeating: "<w:p>", count: 300_000))
        #expect(try await scratch.extract("a.docx", deep).reason.contains("nested deeper"))
        var zip = ZipWriter()
        zip.add("word/document.xml", "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:p xmlns:w=\"w\"><w:r><w:t>&x;</w:t></w:r></w:p>")
        let entity = try await scratch.extract("b.docx", zip.bytes)
        #expect(entity.outcome == .malformed)
        #expect(entity.lines.isEmpty)
    }

    @Test func `five million braces end in an outcome`() async throws {
        let scratch = try Scratch()
        let extraction = try await scratch.extract("a.rtf", Data("{\\rtf1".utf8) + Data(repeating: UInt8(ascii: "{"), count: 5_000_000))
        #expect(extraction.outcome == .malformed)
    }

    @Test func `a compound file whose chains go in circles comes to an end`() async throws {
        let scratch = try Scratch()
        var bytes = [UInt8](try #require(FileManager.default.contents(atPath: "\(Places.fixtures)/regulamento.doc")))
        // Every entry of the table of sectors points to sector 1.
        let table = (Int(bytes[76]) + 1) * 512
        for at in stride(from: table, to: min(table + 512, bytes.count - 3), by: 4) { bytes.replaceSubrange(at..<(at + 4), with: [1, 0, 0, 0]) }
        _ = try await scratch.extract("a.doc", bytes)
    }

    @Test func `a relative path is one from the working directory`() async throws {
        let scratch = try Scratch()
        let path = try scratch.write("a.txt", text: "Olá mundo")
        let up = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in "../" }.joined()
        #expect(try await Places.extractor.extract(path: up + path.dropFirst(), ending: "txt").lines == ["Olá mundo"])
    }

    @Test func `a missing file and a folder are unreadable, a wrong program is no crash of ours`() async throws {
        let scratch = try Scratch()
        #expect(try await Places.extractor.extract(path: scratch.path + "/none.txt", ending: "txt").outcome == .unreadable)
        #expect(try await Places.extractor.extract(path: scratch.path, ending: "txt").outcome == .unreadable)
        #expect(try await DocumentExtractor(executable: "/nonexistent", width: 1).extract(path: "x", ending: "txt").outcome == .unreadable)
        #expect(try await DocumentExtractor(executable: "/bin/false", width: 1).extract(path: "x", ending: "txt").outcome == .crash)
    }

    @Test func `a worker that hangs is ended with all that it started, and its silence is a timeout`() async throws {
        let scratch = try Scratch()
        let script = try scratch.write("hang.sh", text: "#!/bin/sh\n/bin/sleep 600 &\n/bin/echo $! > \(scratch.path)/pid\nwait\n")
        chmod(script, 0o755)
        let extractor = DocumentExtractor(executable: script, deadline: .milliseconds(400), width: 1)
        #expect(try await extractor.extract(path: "x", ending: "txt").outcome == .timeout)
        let pid = try #require(scratch.read("pid").flatMap { pid_t(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines)) })
        // A killed process that nobody has waited for is a zombie still.
        let status = FileManager.default.contents(atPath: "/proc/\(pid)/stat").map { String(decoding: $0, as: UTF8.self) }
        #expect(status == nil || status?.contains(") Z ") == true)
    }

    @Test func `too much output is cut off and signals are told by their meaning`() {
        let flood = ChildProcess(executable: "/usr/bin/yes", arguments: [], ownSession: true).run(within: .seconds(20), outputLimit: 1 << 20)
        #expect(flood.end == .outputTooLong)
        #expect(DocumentExtractor.death(by: SIGXCPU, errors: "", peakMemory: 0) == .timeout)
        #expect(DocumentExtractor.death(by: SIGABRT, errors: "std::bad_alloc", peakMemory: 0) == .memory)
        #expect(DocumentExtractor.death(by: SIGTRAP, errors: "", peakMemory: 900 << 20) == .memory)
        #expect(DocumentExtractor.death(by: SIGSEGV, errors: "", peakMemory: 0) == .crash)
    }

    @Test(arguments: ["pdf", "docx", "doc", "rtf", "html", "txt"])
    func `damaged documents of every format end in a known outcome`(ending: String) async throws {
        let scratch = try Scratch()
        var random = SplitMix(seed: 11)
        let source: [UInt8]
        switch ending {
        case "html": source = Array("<html><head><meta charset=utf-8></head><body><h1>Título</h1><table><tr><td>ação<td>2</table></body></html>".utf8)
        case "txt": source = Array("Constituição da República — texto puro, com acentuação.".utf8)
        default: source = [UInt8](try #require(FileManager.default.contents(atPath: "\(Places.fixtures)/regulamento.\(ending)")))
        }
        for round in 0..<22 {
            var bytes = source
            switch round % 3 {
            case 0: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            case 1:
                for _ in 0..<(1 + bytes.count / 100) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
            default:
                let at = Int.random(in: 0..<bytes.count, using: &random)
                bytes.insert(contentsOf: bytes[at..<min(at + 400, bytes.count)], at: Int.random(in: 0..<bytes.count, using: &random))
            }
            let extraction = try await scratch.extract("m.\(ending)", bytes)
            // The parsers of our own neither trap nor run out of anything; pdftotext is another's program.
            if ending != "pdf" { #expect(![.crash, .memory, .timeout].contains(extraction.outcome), "round \(round): \(extraction.reason)") }
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: Places.apache), "the folder of real documents is absent"))
    func `every real and odd document ends in a known outcome`() async throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Places.apache)
        let outcomes = try await withThrowingTaskGroup(of: Extraction.self) { group in
            for name in names {
                group.addTask {
                    try await Places.extractor.extract(path: "\(Places.apache)/\(name)", ending: (name as NSString).pathExtension.lowercased())
                }
            }
            return try await group.reduce(into: [Extraction]()) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { ![.crash, .memory, .timeout, .toolMissing, .unreadable].contains($0.outcome) })
        #expect(outcomes.count { $0.outcome == .read } * 10 > names.count * 8)
    }
}

/// PDF files made by hand, one line of text on each page.
enum SmallPDF {
    static func pages(_ texts: [String]) -> Data {
        var objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
        var kids: [String] = []
        for text in texts {
            let content = text.isEmpty ? "" : "BT /F1 12 Tf 72 700 Td (\(text)) Tj ET"
            kids.append("\(objects.count + 1) 0 R")
            objects.append("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents \(objects.count + 2) 0 R>>")
            objects.append("<</Length \(content.utf8.count)>>stream\n\(content)\nendstream")
        }
        objects[1] = "<</Type/Pages/Count \(texts.count)/Kids[\(kids.joined(separator: " "))]>>"
        var file = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) 0 obj\(object)endobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets { file += String(repeating: "0", count: 10 - "\(offset)".count) + "\(offset) 00000 n \n" }
        file += "trailer<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
        return Data(file.utf8)
    }
}
