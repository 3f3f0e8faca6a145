import Base

/// The embedded model in one file of ours, read in place: the tokenizer's tables, the weights as panels of whole numbers and, last,
/// the token table.
///
/// All but the token table is mapped read-only, so that opening costs nothing and the pages are shared and can be dropped; the table,
/// nine tenths of the file, is read row by row (`TokenTable`), so it never counts as the process's memory.
/// A mapped file must not be cut short while it is open: packs are replaced by rename, never written in place.
package final class ModelPack: Sendable {
    /// What the pack says about itself.
    package let info: ModelInfo
    let header: PackHeader
    let path: String
    private let file: MappedFile

    /// Opens a pack and checks its header, its size and that every section is there with its right length. The content's checksums
    /// are not computed here, for that reads the whole file: see `verify()`.
    /// - Throws: `Problem` when the file is missing, is not a pack, is of another version or cut short.
    package init(path: String) throws {
        self.path = path
        let descriptor = try FileDescriptor(reading: path)
        header = try PackHeader(reading: descriptor, path: path)
        let mapped = header.sections.filter { $0.name != PackSection.table.rawValue }.map { $0.offset + $0.length }.max() ?? 0
        file = try MappedFile(descriptor, length: mapped, path: path)
        info = try Self.info(in: file, header: header, path: path)
        try checkLengths()
    }

    /// Reads the whole file and compares every section's checksum.
    /// - Throws: `Problem` naming the first section that differs.
    package func verify() throws {
        for section in header.sections {
            var checksum = Checksum()
            var offset = section.offset
            let end = section.offset + section.length
            let piece = 1 << 20
            var buffer = [UInt8](repeating: 0, count: piece)
            while offset < end {
                let count = min(piece, end - offset)
                try buffer.withUnsafeMutableBytes { try file.descriptor.read(into: .init(rebasing: $0[..<count]), at: offset, path: path) }
                buffer.withUnsafeBytes { checksum.add(.init(rebasing: $0[..<count])) }
                offset += count
            }
            guard checksum.value == section.checksum else {
                throw PackHeader.problem(path, "the checksum of its section \(section.name) is wrong, so the content was changed or damaged")
            }
        }
    }

    /// The token table, read from the same open file.
    var table: TokenTable {
        let scales = zip(numbers(.scale, as: Float.self), numbers(.low, as: Float.self)).map { TokenScale(scale: $0, low: $1) }
        return TokenTable(file: file, path: path, offset: header[.table].offset, rows: info.rows, scales: scales)
    }

    /// The bytes of a section as numbers, valid as long as the pack lives.
    func numbers<Number>(_ section: PackSection, as type: Number.Type = Number.self) -> UnsafeBufferPointer<Number> {
        let place = header[section]
        return UnsafeRawBufferPointer(rebasing: file.bytes[place.offset..<(place.offset + place.length)]).assumingMemoryBound(to: Number.self)
    }

    private static func info(in file: MappedFile, header: PackHeader, path: String) throws -> ModelInfo {
        let place = header[.info]
        let text = String(decoding: file.bytes[place.offset..<(place.offset + place.length)], as: UTF8.self)
        guard let info = ModelInfo(text: text) else { throw PackHeader.problem(path, "its description cannot be read") }
        return info
    }

    private func checkLengths() throws {
        for section in PackSection.allCases {
            guard let expected = section.length(info) else { continue }
            let found = header[section].length
            guard found == expected else {
                throw PackHeader.problem(path, "its section \(section.rawValue) has \(found) bytes where \(expected) are due")
            }
        }
        guard info.rows > 0, info.pieces > 0, info.pieces <= info.rows, header[.pieceTrie].length % 4 == 0, header[.charTrie].length % 4 == 0 else {
            throw PackHeader.problem(path, "its description contradicts its content")
        }
    }
}
