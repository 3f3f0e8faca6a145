import Base
import Foundation

/// Lays a pack's sections out and writes the file.
enum PackWriter {
    /// Writes the sections in the order of `PackSection`, with their checksums, and replaces the file whole.
    /// - Throws: `Problem` when the file cannot be written.
    static func write(_ sections: [(PackSection, Data)], to path: String) throws {
        let ordered = PackSection.allCases.compactMap { section in sections.first { $0.0 == section } }
        var end = PackHeader.length(sections: ordered.count)
        let places = ordered.map { section, data in
            let offset = (end + PackHeader.alignment - 1) / PackHeader.alignment * PackHeader.alignment
            end = offset + data.count
            var checksum = Checksum()
            data.withUnsafeBytes { checksum.add($0) }
            return PackHeader.Section(name: section.rawValue, offset: offset, length: data.count, checksum: checksum.value)
        }
        var file = Data(capacity: end)
        file += PackHeader(sections: places, fileSize: end).bytes
        for (place, (_, data)) in zip(places, ordered) {
            file += Data(count: place.offset - file.count)
            file += data
        }
        try AtomicFile.write(file, to: path)
    }
}
