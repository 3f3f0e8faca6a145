/// A text's words as they are indexed and searched: lower case, accents off, nothing but letters and digits.
///
/// Numbers and labels are found in their usual spellings: `9.504` is `9504`; `5º` and `5o` are `5`; `73-A` and `5º-A` are both the number and
/// the number with its letter.
struct Words {
    /// All words one after another, in UTF-8.
    private(set) var bytes: [UInt8] = []
    private(set) var ranges: [Range<Int>] = []

    var count: Int { ranges.count }

    /// The words in order.
    var slices: some Collection<ArraySlice<UInt8>> { ranges.lazy.map { [bytes] in bytes[$0] } }

    init(_ text: String) {
        bytes.reserveCapacity(text.utf8.count)
        ranges.reserveCapacity(text.utf8.count / 6)
        var start = 0
        var text = text
        text.withUTF8 { utf8 in
            var at = 0
            while at < utf8.count {
                let byte = utf8[at]
                if byte < 0x80 {
                    let folded = Self.ascii[Int(byte)]
                    if folded != 0 {
                        bytes.append(folded)
                    } else if !joins(utf8, at, since: start) {
                        at += close(&start, before: utf8, at)
                    }
                    at += 1
                } else {
                    let (scalar, length) = Self.scalar(utf8, at)
                    switch LetterFolding.fold(scalar) {
                    case .letters(let letters): bytes.append(contentsOf: letters)
                    case .joined: break
                    case .separator:
                        // The mark of an ordinal: a letter may follow the number, `5º-A`.
                        let isOrdinal = scalar == 0xBA || scalar == 0xAA
                        // Its hyphen comes after the mark at hand.
                        if close(&start, before: utf8, isOrdinal ? at + length : at) > 0 { at += 2 }
                    }
                    at += length
                }
            }
            _ = close(&start, before: utf8, at)
        }
    }

    /// Ends the word that began at `start`.
    /// - Returns: How many bytes after the one at hand belong to it.
    private mutating func close(_ start: inout Int, before utf8: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        guard bytes.count > start else { return 0 }
        defer { start = bytes.count }
        let word = closeNumber(start) ?? start..<bytes.count
        ranges.append(word)
        if word.upperBound < bytes.count { ranges.append(start..<bytes.count) }
        // `73-A` and `73-B.` but not `73-anos`: a digit, a hyphen, one letter, no letter.
        if at + 1 < utf8.count, utf8[at] == UInt8(ascii: "-"), isDigit(bytes[word.upperBound - 1]), Self.isLetter(utf8[at + 1]),
            at + 2 == utf8.count || Self.ascii[Int(utf8[at + 2] & 0x7F)] == 0 && utf8[at + 2] < 0x80
        {
            let label = bytes.count
            bytes.append(contentsOf: Array(bytes[word]))
            bytes.append(Self.ascii[Int(utf8[at + 1])])
            ranges.append(label..<bytes.count)
            return 1
        }
        return 0
    }

    /// `5o` is the number 5, `2a` perhaps the second or perhaps `2-A`: both. Nil where the word at the end is no such number.
    private mutating func closeNumber(_ start: Int) -> Range<Int>? {
        guard let last = bytes.last, last == UInt8(ascii: "o") || last == UInt8(ascii: "a"), bytes.count - start > 1,
            bytes[start..<bytes.count - 1].allSatisfy(isDigit)
        else { return nil }
        if last == UInt8(ascii: "o") { bytes.removeLast() }
        return start..<(last == UInt8(ascii: "o") ? bytes.count : bytes.count - 1)
    }

    /// Whether this is the point or comma of a number of thousands, `9.504`: digits before it and three after.
    private func joins(_ utf8: UnsafeBufferPointer<UInt8>, _ at: Int, since start: Int) -> Bool {
        guard utf8[at] == UInt8(ascii: ".") || utf8[at] == UInt8(ascii: ","), bytes.count > start, at + 3 < utf8.count,
            bytes[start...].allSatisfy(isDigit), utf8[at + 1...at + 3].allSatisfy(isDigit)
        else { return false }
        return at + 4 == utf8.count || !isDigit(utf8[at + 4])
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isLetter(_ byte: UInt8) -> Bool { byte < 0x80 && (byte | 0x20) &- 0x61 < 26 }

    /// Each ASCII character's folded form, 0 for what stands between words.
    private static let ascii: [UInt8] = (0..<128).map { code in
        switch UInt8(code) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): UInt8(code)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(code) + 32
        default: 0
        }
    }

    /// The scalar at a place of text that is known to be UTF-8.
    static func scalar(_ utf8: UnsafeBufferPointer<UInt8>, _ at: Int) -> (UInt32, Int) {
        let first = UInt32(utf8[at])
        func next(_ offset: Int) -> UInt32 { UInt32(utf8[at + offset] & 0x3F) }
        if first < 0xE0 { return ((first & 0x1F) << 6 | next(1), 2) }
        if first < 0xF0 { return ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3) }
        return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
    }
}
