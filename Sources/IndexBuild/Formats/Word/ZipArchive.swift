import CZip
import Glibc

/// The directory of a ZIP archive, and its parts one at a time (PKWARE APPNOTE.TXT 6.3, sections 4.3 and 4.4).
struct ZipArchive {
    private struct Entry {
        var method: Int
        var flags: Int
        var packed: Int
        var header: Int
    }

    private let reader: ByteReader
    private let entries: [String: Entry]

    /// - Throws: `ExtractionFailure` when there is no directory to be found, or it is absurdly long.
    init(_ bytes: [UInt8]) throws {
        reader = ByteReader(bytes)
        guard let end = Self.endRecord(reader), let count = reader.word(end + 10), let start = reader.long(end + 16) else {
            throw ExtractionFailure(.malformed, "its ZIP archive has no directory: it is cut off or damaged")
        }
        guard count <= ExtractionCaps.zipEntries else { throw ExtractionFailure(.malformed, "its ZIP archive has \(count) entries") }
        var entries: [String: Entry] = [:]
        var at = start
        for _ in 0..<count {
            guard reader.long(at) == 0x0201_4B50, let flags = reader.word(at + 8), let method = reader.word(at + 10),
                let packed = reader.long(at + 20), let name = reader.word(at + 28), let extra = reader.word(at + 30),
                let comment = reader.word(at + 32), let header = reader.long(at + 42)
            else { break }
            let path = String(decoding: reader.slice(at + 46, name), as: UTF8.self).replacing("\\", with: "/")
            // The first of two parts of one name is the one that word processors read.
            if entries[path] == nil { entries[path] = Entry(method: method, flags: flags, packed: packed, header: header) }
            at += 46 + name + extra + comment
        }
        guard !entries.isEmpty else { throw ExtractionFailure(count == 0 ? .empty : .malformed, "its ZIP archive holds no files") }
        self.entries = entries
    }

    /// The end record stands in the last 64 KB, before a comment.
    private static func endRecord(_ reader: ByteReader) -> Int? {
        let size = reader.bytes.count
        guard size >= 22 else { return nil }
        return stride(from: size - 22, through: max(0, size - 22 - 0xFFFF), by: -1).first { reader.long($0) == 0x0605_4B50 }
    }

    var names: some Collection<String> { entries.keys }

    /// The bytes of the part of that name, whatever its case; nil when there is none.
    /// - Throws: `ExtractionFailure` for an encrypted part, one that inflates beyond all measure, or one packed in an unknown way.
    func part(_ path: String) throws -> [UInt8]? {
        let name = path.hasPrefix("/") ? String(path.dropFirst()) : path
        guard let entry = entries[name] ?? entries.first(where: { $0.key.lowercased() == name.lowercased() })?.value else { return nil }
        guard entry.flags & 1 == 0 else { throw ExtractionFailure(.encrypted, "its ZIP archive needs a password") }
        guard let nameLength = reader.word(entry.header + 26), let extra = reader.word(entry.header + 28) else {
            throw ExtractionFailure(.malformed, "its part \(name) is missing")
        }
        let data = reader.slice(entry.header + 30 + nameLength + extra, entry.packed)
        switch entry.method {
        case 0: return Array(data)
        case 8: return try Self.inflate(data, name: name)
        default: throw ExtractionFailure(.unsupported, "its part \(name) is packed by method \(entry.method)")
        }
    }

    private static func inflate(_ data: ArraySlice<UInt8>, name: String) throws -> [UInt8] {
        var output: UnsafeMutablePointer<UInt8>?
        var length = 0
        let result = data.withUnsafeBufferPointer { CZip_inflate($0.baseAddress, $0.count, ExtractionCaps.zipPart, &output, &length) }
        defer { free(output) }
        switch result {
        // A damaged part is read as far as it goes: most of a document is better than none of it.
        case CZip_whole, CZip_damaged: return Array(UnsafeBufferPointer(start: output, count: length))
        case CZip_too_large: throw ExtractionFailure(.tooLarge, "its part \(name) inflates to more than 200 MiB")
        default: throw ExtractionFailure(.memory, "there is no memory to inflate its part \(name)")
        }
    }
}
