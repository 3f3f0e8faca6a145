import Base
import Discord
import Testing

@testable import docent

@Suite struct AttachedTextTests {
    /// Gives each file's bytes by its id.
    private struct Files: DiscordFiles {
        var bytes: [Snowflake: [UInt8]]
        var isBroken = false

        func download(_ attachment: AttachedFile, upTo limit: Int) async throws -> [UInt8] {
            if isBroken { throw CancellationError() }
            return bytes[attachment.id] ?? []
        }
    }

    private func file(_ id: String, _ name: String, _ size: Int, _ type: String? = nil) -> AttachedFile {
        AttachedFile(id: Snowflake(id), filename: name, size: size, contentType: type, url: "")
    }

    @Test(
        arguments: [
            ("notes.md", nil, true), ("NOTES.TXT", "application/octet-stream", true), ("a", "text/plain; charset=utf-8", true),
            ("a.bin", "application/json", true), ("photo.png", "image/png", false), ("a", nil, false), ("plan.pdf", "application/pdf", false),
        ] as [(String, String?, Bool)]) func `text by type or ending`(name: String, type: String?, isText: Bool)
    {
        #expect(AttachedText.isText(file("1", name, 1, type)) == isText)
    }

    @Test func `texts come under their names, and what is no text or too much is named`() async throws {
        let source = Files(bytes: ["1": Array("Olá".utf8), "2": [0xFF, 0xFE, 0x41, 0], "3": [0, 1, 2], "4": [0xC3, 0x28]])
        let files = [
            file("1", "a.txt", 4), file("2", "b.txt", 4), file("5", "c.png", 4), file("3", "d.txt", 3), file("4", "e.txt", 2), file("1", "f.txt", 4),
        ]
        let read = try await AttachedText.read(Array(files.prefix(4)), from: source, upTo: 100)
        #expect(read == AttachedText(text: "a.txt:\nOlá\n\nb.txt:\nA", unread: ["c.png", "d.txt"]))
        // Bytes that are no UTF-8, a fifth file, and one beyond what is left.
        #expect(try await AttachedText.read(files.suffix(2), from: source, upTo: 100).unread == ["e.txt"])
        let five = Array(repeating: files[0], count: 5)
        #expect(try await AttachedText.read(five, from: source, upTo: 100).unread == ["a.txt"])
        #expect(try await AttachedText.read(five, from: source, upTo: 9).unread == ["a.txt", "a.txt", "a.txt"])
        #expect(try await AttachedText.read(five, from: source, upTo: 0).text.isEmpty)
    }

    @Test(
        arguments: [
            ("text/plain; charset=ISO-8859-1", "a.txt:\n¿Sí? 5 €"), ("text/plain;charset=\"windows-1252\"", "a.txt:\n¿Sí? 5 €"),
            ("text/plain; charset=iso-8859-15", ""), ("text/plain; charset=utf-8", ""), (nil, ""),
        ] as [(String?, String)])
    func `a Western European file is read where its type says so`(type: String?, text: String) async throws {
        let source = Files(bytes: ["1": [0xBF, 0x53, 0xED, 0x3F, 0x20, 0x35, 0x20, 0x80]])
        let read = try await AttachedText.read([file("1", "a.txt", 8, type)], from: source, upTo: 10)
        #expect(read.text == text && read.unread.isEmpty == !text.isEmpty)
    }

    @Test func `a mark at the beginning is no part of the text`() async throws {
        let source = Files(bytes: ["1": [0xEF, 0xBB, 0xBF, 0x41]])
        #expect(try await AttachedText.read([file("1", "a.txt", 4)], from: source, upTo: 10).text == "a.txt:\nA")
    }
}
