import CZip
import Foundation

/// Writes small ZIP files, honest ones and others.
struct ZipWriter {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    mutating func add(_ name: String, _ content: [UInt8], deflate: Bool = true, encrypted: Bool = false) {
        var packed = content
        if deflate {
            packed = [UInt8](repeating: 0, count: content.count + 1024)
            packed.removeLast(packed.count - CZip_deflate(content, content.count, &packed, packed.count))
        }
        let shared =
            le(20, 2) + le(encrypted ? 1 : 0, 2) + le(deflate ? 8 : 0, 2) + le(0, 4) + le(Int(CZip_crc32(content, content.count)), 4)
            + le(packed.count, 4) + le(content.count, 4) + le(name.utf8.count, 2) + le(0, 2)
        directory += le(0x0201_4B50, 4) + le(20, 2) + shared + le(0, 2) + le(0, 2) + le(0, 2) + le(0, 4) + le(body.count, 4) + name.utf8
        body += le(0x0403_4B50, 4) + shared + name.utf8 + packed
        count += 1
    }

    mutating func add(_ name: String, _ text: String) { add(name, Array(text.utf8)) }

    /// The whole file.
    var bytes: [UInt8] {
        body + directory + le(0x0605_4B50, 4) + le(0, 4) + le(count, 2) + le(count, 2) + le(directory.count, 4) + le(body.count, 4) + le(0, 2)
    }

    private func le(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    /// A Word document with that body.
    static func docx(_ body: String, extra: [(String, String)] = []) -> [UInt8] {
        var zip = ZipWriter()
        zip.add(
            "word/document.xml",
            """
            <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
            xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" \
            xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" \
            xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>\(body)</w:body></w:document>
            """)
        for (name, text) in extra { zip.add(name, text) }
        return zip.bytes
    }
}
