/// Rich Text Format 1.9: tokens of bytes go in, paragraphs come out.
enum RichText {
    static func read(_ bytes: [UInt8]) throws -> ExtractedText {
        var document = RTFDocument()
        var scanner = RTFScanner(bytes)
        while let token = scanner.next() { try document.take(token, scanner: &scanner) }
        return ExtractedText(blocks: document.finished())
    }
}

/// Cuts RTF into its tokens.
struct RTFScanner {
    enum Token: Equatable {
        case open, close
        /// A control word with its number, if it has one.
        case word(String, Int?)
        /// A control symbol: `\~`, `\*`.
        case symbol(UInt8)
        /// A byte of text, as it stands or as `\'hh`.
        case byte(UInt8)
    }

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Moves past binary data.
    mutating func skip(_ count: Int) { index += min(max(count, 0), bytes.count - index) }

    mutating func next() -> Token? {
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "{"): return .open
            case UInt8(ascii: "}"): return .close
            case UInt8(ascii: "\\"): return control()
            case 0x0A, 0x0D, 0x00: continue
            default: return .byte(byte)
            }
        }
        return nil
    }

    private mutating func control() -> Token? {
        guard index < bytes.count else { return nil }
        let first = bytes[index]
        guard isLetter(first) else {
            index += 1
            if first == UInt8(ascii: "'") {
                guard let high = digit(index), let low = digit(index + 1) else { return next() }
                index += 2
                return .byte(high << 4 | low)
            }
            // A line end behind a backslash is a paragraph's end.
            return first == 0x0A || first == 0x0D ? .word("par", nil) : .symbol(first)
        }
        let start = index
        while index < bytes.count, index - start < 32, isLetter(bytes[index]) { index += 1 }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        var number: Int?
        let negative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        var at = negative ? index + 1 : index
        while at < bytes.count, at - index < 11, (0x30...0x39).contains(bytes[at]) {
            number = (number ?? 0) * 10 + Int(bytes[at] - 0x30)
            at += 1
        }
        if number != nil { index = at }
        if index < bytes.count, bytes[index] == 0x20 { index += 1 }
        return .word(name, number.map { negative ? -$0 : $0 })
    }

    private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) }

    private func digit(_ at: Int) -> UInt8? {
        guard at < bytes.count else { return nil }
        switch bytes[at] {
        case 0x30...0x39: return bytes[at] - 0x30
        case 0x41...0x46: return bytes[at] - 0x37
        case 0x61...0x66: return bytes[at] - 0x57
        default: return nil
        }
    }
}
