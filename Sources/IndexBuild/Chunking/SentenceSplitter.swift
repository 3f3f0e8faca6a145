/// Finds where a long paragraph can be cut.
enum SentenceSplitter {
    /// Sentences with the blanks that follow them, from the first byte to the last.
    static func sentences(in range: Range<Int>, of bytes: [UInt8]) -> [Range<Int>] {
        var sentences: [Range<Int>] = []
        var start = range.lowerBound
        var index = start
        while index < range.upperBound {
            if endsSentence(at: index, from: start, in: range, of: bytes) {
                index += 1
                while index < range.upperBound, bytes[index] <= 0x20 || [UInt8(ascii: "\""), UInt8(ascii: ")")].contains(bytes[index]) { index += 1 }
                sentences.append(start..<index)
                start = index
            } else {
                index += 1
            }
        }
        if start < range.upperBound { sentences.append(start..<range.upperBound) }
        return sentences
    }

    private static func endsSentence(at index: Int, from start: Int, in range: Range<Int>, of bytes: [UInt8]) -> Bool {
        let next = index + 1 < range.upperBound ? bytes[index + 1] : 0x20
        switch bytes[index] {
        case UInt8(ascii: "\n"): return true
        case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"), UInt8(ascii: ":"): return next <= 0x20 || next == UInt8(ascii: "\"")
        case UInt8(ascii: "."):
            guard next <= 0x20 || next == UInt8(ascii: "\"") || next == UInt8(ascii: ")") else { return false }
            // "Art. 5", "Dr. Silva", "S. A.", "n. 3": a full stop after one to three letters is an abbreviation's.
            var letters = 0
            while index - letters - 1 >= start, isLetter(bytes[index - letters - 1]) { letters += 1 }
            return letters > 3 || letters == 0
        default: return false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80 }

    /// The place between two words nearest to the middle; where there are no words, the middle character. Nil for a single character.
    static func middle(of range: Range<Int>, in bytes: [UInt8]) -> Int? {
        let centre = range.lowerBound + range.count / 2
        for distance in 0..<(range.count / 2) {
            for place in [centre + distance, centre - distance] where place > range.lowerBound && place < range.upperBound {
                if bytes[place - 1] <= 0x20, bytes[place] > 0x20 { return place }
            }
        }
        var place = centre
        while place > range.lowerBound, bytes[place] & 0xC0 == 0x80 { place -= 1 }
        return place > range.lowerBound ? place : nil
    }
}
