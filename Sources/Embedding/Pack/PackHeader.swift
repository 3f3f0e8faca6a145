import Base

/// The first bytes of a pack. All numbers are little-endian:
///
///     8 bytes   "docentMP"
///     4 bytes   version, 4
///     4 bytes   how many sections
///     8 bytes   size of the whole file
///     40 bytes  for each section: its name (16 bytes, filled up with zeros), offset, length, checksum (8 bytes each)
///     8 bytes   checksum of all before it
struct PackHeader: Sendable, Equatable {
    /// Where a section is and what it must hold.
    struct Section: Sendable, Equatable {
        var name: String
        var offset: Int
        var length: Int
        var checksum: UInt64
    }

    static let version: UInt32 = 4
    /// Sections begin at multiples of this, so that vectors do not straddle cache lines.
    static let alignment = 64
    private static let magic = Array("docentMP".utf8)
    private static let fixedLength = 24
    private static let entryLength = 40

    var sections: [Section]
    var fileSize: Int

    /// The section's place. Present for every case: reading checks it.
    subscript(section: PackSection) -> Section {
        guard let found = sections.first(where: { $0.name == section.rawValue }) else { preconditionFailure("an unchecked pack header") }
        return found
    }

    /// The header's own length with so many sections.
    static func length(sections: Int) -> Int { fixedLength + entryLength * sections + 8 }

    /// The header as it stands in the file.
    var bytes: [UInt8] {
        var bytes = Self.magic
        func append(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value.littleEndian) { bytes += $0 } }
        append(Self.version)
        append(UInt32(sections.count))
        append(UInt64(fileSize))
        for section in sections {
            let name = Array(section.name.utf8.prefix(16))
            bytes += name + [UInt8](repeating: 0, count: 16 - name.count)
            append(UInt64(section.offset))
            append(UInt64(section.length))
            append(section.checksum)
        }
        append(Checksum.of(bytes))
        return bytes
    }

    init(sections: [Section], fileSize: Int) {
        self.sections = sections
        self.fileSize = fileSize
    }

    /// Reads and checks the header: magic, version, checksum, the file's size, the sections' bounds and presence.
    init(reading descriptor: borrowing FileDescriptor, path: String) throws {
        let size = try descriptor.size(path: path)
        func read(_ count: Int) throws -> [UInt8] {
            guard count <= size else { throw Self.problem(path, "it ends within its header, after \(size) bytes") }
            var bytes = [UInt8](repeating: 0, count: count)
            try bytes.withUnsafeMutableBytes { try descriptor.read(into: $0, at: 0, path: path) }
            return bytes
        }
        let start = try read(Self.fixedLength)
        guard start.starts(with: Self.magic) else { throw Self.problem(path, "it is another kind of file") }
        let version = UInt32(Self.number(start, 8, 4))
        guard version == Self.version else { throw Self.problem(path, "it has version \(version), this program reads version \(Self.version)") }
        let count = Self.number(start, 12, 4)
        guard count <= 1000 else { throw Self.problem(path, "its header is damaged") }
        let whole = try read(Self.length(sections: Int(count)))
        guard Checksum.of(Array(whole.dropLast(8))) == Self.number(whole, whole.count - 8, 8) else {
            throw Self.problem(path, "its header is damaged")
        }
        let expected = Self.number(whole, 16, 8)
        guard expected == UInt64(size) else { throw Self.problem(path, "it has \(size) bytes where \(expected) are due") }
        fileSize = size
        sections = try (0..<Int(count)).map { index in
            let at = Self.fixedLength + Self.entryLength * index
            let name = String(decoding: whole[at..<(at + 16)].prefix { $0 != 0 }, as: UTF8.self)
            let offset = Self.number(whole, at + 16, 8)
            let length = Self.number(whole, at + 24, 8)
            guard offset <= expected, length <= expected - offset, offset % UInt64(Self.alignment) == 0 else {
                throw Self.problem(path, "its section \(name) lies outside the file")
            }
            return Section(name: name, offset: Int(offset), length: Int(length), checksum: Self.number(whole, at + 32, 8))
        }
        for section in PackSection.allCases where !sections.contains(where: { $0.name == section.rawValue }) {
            throw Self.problem(path, "its section \(section.rawValue) is missing")
        }
    }

    /// A problem with the pack, whose remedy is always the same: it is made anew in a minute.
    static func problem(_ path: String, _ reason: String) -> Problem {
        Problem(
            what: "the model pack cannot be used", location: path, reason: reason,
            remedy: "Make it again: `scripts/fetch-model DIR` gets the weights, `docent model pack DIR --output FILE` packs them.")
    }

    private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
        bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
