/// Turns the bytes of a text file into text: byte order mark, then strict UTF-8, then UTF-16 by its zeros, then the one of
/// Windows-1252, Mac Roman and DOS 850 that makes Portuguese and Spanish words of the bytes above 127.
enum TextDecoder {
    static func decode(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(decoding: bytes.dropFirst(3), as: UTF8.self) }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), bigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), bigEndian: true) }
        if looksLikeUTF16(bytes.prefix(64 * 1024)) { return utf16(bytes[...], bigEndian: bytes[0] == 0) }
        if let text = strictUTF8(bytes) { return text }
        return best(of: bytes).decode(bytes)
    }

    /// The text if the bytes are UTF-8 from the first to the last. A character cut off at the very end is forgiven, as downloads and
    /// old tools leave one.
    static func strictUTF8(_ bytes: [UInt8]) -> String? {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        for cut in 1...3 where bytes.count > cut && bytes[bytes.count - cut] >= 0xC0 && bytes.count > 64 {
            return String(validating: bytes.dropLast(cut), as: UTF8.self)
        }
        return nil
    }

    /// Whether one column of byte pairs is mostly zero and the other is not.
    static func looksLikeUTF16(_ sample: ArraySlice<UInt8>) -> Bool {
        let pairs = sample.count / 2
        guard pairs >= 2 else { return false }
        var zeros = (even: 0, odd: 0)
        for index in 0..<pairs {
            if sample[sample.startIndex + 2 * index] == 0 { zeros.even += 1 }
            if sample[sample.startIndex + 2 * index + 1] == 0 { zeros.odd += 1 }
        }
        return max(zeros.even, zeros.odd) * 10 > pairs * 6 && min(zeros.even, zeros.odd) * 10 < pairs
    }

    static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> String {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            let pair = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(bigEndian ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0)
            index += 2
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// The first bytes as far as they are ASCII in any encoding, for recognising a format; zeros of UTF-16 are left out.
    static func asciiHead(of bytes: [UInt8]) -> String {
        let head = bytes.prefix(4096).drop { $0 >= 0x80 }.filter { $0 != 0 }
        return String(decoding: head.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }

    /// The likeliest legacy set of bytes that are not UTF-8.
    static func best(of bytes: [UInt8]) -> CodePage {
        var sample: [UInt8] = []
        // Each high byte with its neighbours: what tells is which letters stand inside words.
        for (index, byte) in bytes.enumerated() where byte >= 0x80 {
            let around = max(index - 1, 0)...min(index + 1, bytes.count - 1)
            sample.append(contentsOf: bytes[around])
            sample.append(UInt8(ascii: " "))
            if sample.count > 40_000 { break }
        }
        let candidates = [CodePage.windows1252, .macRoman, .dos850]
        let scores = candidates.map { score(of: $0.decode(sample)) }
        let winner = scores.indices.max { scores[$0] < scores[$1] || (scores[$0] == scores[$1] && $0 > $1) }
        return candidates[winner ?? 0]
    }

    private static let lower = Set("áàâãéêíóôõúüçñ".unicodeScalars)
    private static let upper = Set("ÁÀÂÃÉÊÍÓÔÕÚÜÇÑ".unicodeScalars)
    private static let marks = Set("ºª§°¿¡«»“”‘’–—•€…".unicodeScalars)

    /// How much the characters above 127 look like Portuguese or Spanish.
    private static func score(of text: String) -> Int {
        let scalars = Array(text.unicodeScalars)
        var score = 0
        for (index, scalar) in scalars.enumerated() where scalar.value >= 0x80 {
            let before = index > 0 ? scalars[index - 1] : " "
            let after = index + 1 < scalars.count ? scalars[index + 1] : " "
            let inWord = isLower(before) || isLower(after)
            if lower.contains(scalar) {
                score += inWord ? 4 : 1
            } else if upper.contains(scalar) {
                // A capital inside a word of small letters is the sign of the wrong set.
                score += isLower(before) ? -4 : 2
            } else if marks.contains(scalar) {
                score += isLower(before) && isLower(after) ? -2 : 2
            } else {
                score -= scalar.properties.isAlphabetic ? 1 : 3
            }
        }
        return score
    }

    private static func isLower(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) || lower.contains(scalar) }
}
