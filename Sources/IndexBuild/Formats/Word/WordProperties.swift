/// What the pages of formatting say of places in a Word file ([MS-DOC] 2.9.33 ChpxFkp, 2.9.202 PapxFkp): sorted runs, found by bisection.
struct WordProperties {
    private struct Run {
        var start: Int
        var end: Int
        var isGone = false
        var heading: Int?
        var endsRow = false
    }

    private var characters: [Run] = []
    private var paragraphs: [Run] = []

    init() {}

    /// - Parameters:
    ///   - characters: The table of pages of character properties (PlcBteChpx).
    ///   - paragraphs: The same of paragraphs (PlcBtePapx).
    init(document: ByteReader, characters: ArraySlice<UInt8>, paragraphs: ArraySlice<UInt8>) {
        self.characters = Self.runs(document, characters) { page, count, index in
            guard let place = document.byte(page + 4 * (count + 1) + index), place > 0, let length = document.byte(page + 2 * place) else {
                return nil
            }
            let sprms = Sprms(document.slice(page + 2 * place + 1, length))
            // sprmCFRMarkDel, sprmCFVanish
            return Run(start: 0, end: 0, isGone: sprms[0x0800] == 1 || sprms[0x083C] == 1)
        }
        self.paragraphs = Self.runs(document, paragraphs) { page, count, index in
            guard let place = document.byte(page + 4 * (count + 1) + 13 * index), place > 0, var length = document.byte(page + 2 * place) else {
                return nil
            }
            var at = page + 2 * place + 1
            if length == 0 {
                length = 2 * (document.byte(at) ?? 0)
                at += 1
            } else {
                length = 2 * length - 1
            }
            guard let style = document.word(at) else { return nil }
            let sprms = Sprms(document.slice(at + 2, length - 2))
            // Styles 1 to 9 are the headings in every document; sprmPOutLvl says it of a paragraph alone; sprmPFTtp marks a row's end.
            let level = (1...9).contains(style) ? style : sprms[0x2640].flatMap { $0 < 9 ? $0 + 1 : nil }
            return Run(start: 0, end: 0, heading: level, endsRow: sprms[0x2417] == 1)
        }
    }

    /// Whether the character at that place of the file is deleted or hidden.
    func isGone(at offset: Int) -> Bool { Self.find(offset, in: characters)?.isGone ?? false }
    func heading(at offset: Int) -> Int? { Self.find(offset, in: paragraphs)?.heading }
    func endsRow(at offset: Int) -> Bool { Self.find(offset, in: paragraphs)?.endsRow ?? false }

    private static func runs(_ document: ByteReader, _ table: ArraySlice<UInt8>, _ read: (_ page: Int, _ count: Int, _ index: Int) -> Run?) -> [Run] {
        let reader = ByteReader(Array(table))
        let count = (reader.bytes.count - 4) / 8
        guard count > 0 else { return [] }
        var runs: [Run] = []
        var visited: Set<Int> = []
        for entry in 0..<count {
            guard let number = reader.long(4 * (count + 1) + 4 * entry), visited.insert(number & 0x3F_FFFF).inserted else { continue }
            let page = (number & 0x3F_FFFF) * 512
            guard let inside = document.byte(page + 511) else { continue }
            for index in 0..<inside {
                guard let start = document.long(page + 4 * index), let end = document.long(page + 4 * index + 4), start < end,
                    var run = read(page, inside, index)
                else { continue }
                (run.start, run.end) = (start, end)
                runs.append(run)
            }
        }
        return runs.sorted { $0.start < $1.start }
    }

    private static func find(_ offset: Int, in runs: [Run]) -> Run? {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].start <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0, runs[low - 1].end > offset else { return nil }
        return runs[low - 1]
    }
}

/// A list of single property modifiers ([MS-DOC] 2.2.5.1): those of one byte's value, the last of each counting.
private struct Sprms {
    private var values: [Int: Int] = [:]

    init(_ bytes: ArraySlice<UInt8>) {
        let reader = ByteReader(Array(bytes))
        var at = 0
        while let code = reader.word(at) {
            let length: Int
            // The three highest bits tell the operand's length.
            switch code >> 13 {
            case 0, 1: length = 1
            case 2, 4, 5: length = 2
            case 3: length = 4
            case 7: length = 3
            // sprmTDefTable counts its length in two bytes, all others of this kind in one.
            default: length = code == 0xD608 ? (reader.word(at + 2) ?? 0) + 1 : (reader.byte(at + 2) ?? 0) + 1
            }
            if length == 1, let value = reader.byte(at + 2) { values[code] = value }
            at += 2 + length
        }
    }

    subscript(code: Int) -> Int? { values[code] }
}
