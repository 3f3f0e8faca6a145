/// A compound file's streams ([MS-CFB]). Every chain of sectors is followed with a record of where it has been, so none goes in a circle.
struct CompoundFile {
    private struct Entry {
        var start: Int
        var size: Int
    }

    private let reader: ByteReader
    private let sectorSize: Int
    private let miniSize: Int
    private let miniCutoff: Int
    private var fat: [Int] = []
    private var miniFAT: [Int] = []
    private var miniStream: [UInt8] = []
    private var entries: [String: Entry] = [:]

    /// - Throws: `ExtractionFailure` when the header or directory is not to be made out.
    init(_ bytes: [UInt8]) throws {
        reader = ByteReader(bytes)
        guard let shift = reader.word(30), let miniShift = reader.word(32), shift == 9 || shift == 12, miniShift <= 12, miniShift > 3,
            let directory = reader.long(48), let cutoff = reader.long(56), let firstMini = reader.long(60), let firstDIFAT = reader.long(68)
        else { throw ExtractionFailure(.malformed, "its compound file's header is damaged") }
        sectorSize = 1 << shift
        miniSize = 1 << miniShift
        miniCutoff = cutoff
        var sectors = (0..<109).compactMap { reader.long(76 + 4 * $0) }
        var next = firstDIFAT
        var visited: Set<Int> = []
        while isSector(next), visited.insert(next).inserted {
            let base = offset(next)
            sectors += (0..<(sectorSize / 4 - 1)).compactMap { reader.long(base + 4 * $0) }
            next = reader.long(base + sectorSize - 4) ?? -1
        }
        visited = []
        for sector in sectors where isSector(sector) && visited.insert(sector).inserted {
            let base = offset(sector)
            fat += (0..<(sectorSize / 4)).map { reader.long(base + 4 * $0) ?? 0xFFFF_FFFF }
        }
        readDirectory(ByteReader(chain(directory, limit: reader.bytes.count)))
        miniFAT = chain(firstMini, limit: reader.bytes.count).longs
        guard !entries.isEmpty else { throw ExtractionFailure(.malformed, "its compound file's directory is damaged") }
    }

    private mutating func readDirectory(_ table: ByteReader) {
        for at in stride(from: 0, to: table.bytes.count - 127, by: 128) {
            guard let kind = table.byte(at + 66), kind == 2 || kind == 5, let length = table.word(at + 64), length >= 2, length <= 64,
                let start = table.long(at + 116), let size = table.long(at + 120)
            else { continue }
            let units = (0..<(length / 2 - 1)).compactMap { table.word(at + 2 * $0).map(UInt16.init) }
            let name = String(decoding: units, as: UTF16.self)
            if kind == 5 {
                miniStream = chain(start, limit: size)
            } else if entries[name] == nil {
                entries[name] = Entry(start: start, size: size)
            }
        }
    }

    /// The names of its streams.
    var names: Set<String> { Set(entries.keys) }

    /// The stream of that name, as far as its chain goes; nil when there is none.
    func stream(_ name: String) -> [UInt8]? {
        // Names differ in capitals alone for no two streams (2.6.4).
        guard let entry = entries[name] ?? entries.first(where: { $0.key.lowercased() == name.lowercased() })?.value else { return nil }
        return entry.size < miniCutoff ? miniChain(entry.start, limit: entry.size) : chain(entry.start, limit: entry.size)
    }

    private func isSector(_ number: Int) -> Bool { number >= 0 && number < 0xFFFF_FFFA && offset(number) < reader.bytes.count }
    private func offset(_ sector: Int) -> Int { (sector + 1) * sectorSize }

    private func chain(_ first: Int, limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var visited: Set<Int> = []
        var sector = first
        while isSector(sector), bytes.count < limit, visited.insert(sector).inserted {
            bytes += reader.slice(offset(sector), min(sectorSize, limit - bytes.count))
            sector = sector < fat.count ? fat[sector] : -1
        }
        return bytes
    }

    private func miniChain(_ first: Int, limit: Int) -> [UInt8] {
        let mini = ByteReader(miniStream)
        var bytes: [UInt8] = []
        var visited: Set<Int> = []
        var sector = first
        while sector >= 0, sector * miniSize < miniStream.count, bytes.count < limit, visited.insert(sector).inserted {
            bytes += mini.slice(sector * miniSize, min(miniSize, limit - bytes.count))
            sector = sector < miniFAT.count ? miniFAT[sector] : -1
        }
        return bytes
    }
}

extension [UInt8] {
    /// Their little-endian numbers of four bytes.
    fileprivate var longs: [Int] {
        let reader = ByteReader(self)
        return stride(from: 0, to: count - 3, by: 4).compactMap(reader.long)
    }
}
