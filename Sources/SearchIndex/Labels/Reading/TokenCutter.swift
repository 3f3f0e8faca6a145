/// Cuts a text in UTF-8 into tokens.
struct TokenCutter {
    private let utf8: UnsafeBufferPointer<UInt8>
    private var tokens: [LabelTokens.Token] = []
    /// The folded letters, or the digits, of the token at hand.
    private var bytes: [UInt8] = []
    private var kind: LabelTokens.Token.Kind?
    private var start = 0
    private var capital = false
    private var small = false
    /// Whether a blank, and whether a line's end, came since the last token.
    private var blank = true
    private var line = true

    init(_ utf8: UnsafeBufferPointer<UInt8>) {
        self.utf8 = utf8
        tokens.reserveCapacity(utf8.count / 5)
        bytes.reserveCapacity(32)
    }

    mutating func cut() -> [LabelTokens.Token] {
        var at = 0
        while at < utf8.count {
            let byte = utf8[at]
            switch byte {
            case 0x61...0x7A: letter(byte, isCapital: false, at)
            case 0x41...0x5A: letter(byte + 0x20, isCapital: true, at)
            case 0x30...0x39: append(byte, as: .number, at)
            case 0x0A...0x0D:
                gap(at)
                line = true
            case 0...0x20, 0x7F: gap(at)
            case 0x21..<0x80: sign(CollectionOfOne(byte), at..<at + 1)
            default:
                let (scalar, length) = Words.scalar(utf8, at)
                beyondASCII(scalar, at..<at + length)
                at += length - 1
            }
            at += 1
        }
        close(at)
        return tokens
    }

    private mutating func beyondASCII(_ scalar: UInt32, _ range: Range<Int>) {
        switch scalar {
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: gap(range.lowerBound)
        case 0x85, 0x2028, 0x2029:
            gap(range.lowerBound)
            line = true
        case 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF: break
        case 0xA7: sign("§".utf8, range)
        case 0xAA, 0xB0, 0xBA, 0x2070, 0x1D52: sign("º".utf8, range)
        case 0x2010...0x2015, 0x2212: sign("-".utf8, range)
        case 0xAB, 0x201C, 0x201E: sign("“".utf8, range)
        case 0xBB, 0x201D: sign("”".utf8, range)
        case 0x2018, 0x2019: sign("'".utf8, range)
        case 0x2022, 0x25AA, 0x25CF, 0x25E6, 0xB7: sign("•".utf8, range)
        default: other(scalar, range)
        }
    }

    private mutating func other(_ scalar: UInt32, _ range: Range<Int>) {
        switch LetterFolding.fold(scalar) {
        case .letters(let letters) where letters.allSatisfy { $0 &- 0x30 < 10 }:
            for digit in letters { append(digit, as: .number, range.lowerBound) }
        case .letters(let letters):
            let isCapital = Unicode.Scalar(scalar)?.properties.isUppercase ?? false
            for letter in letters { self.letter(letter, isCapital: isCapital, range.lowerBound) }
        case .joined: break
        case .separator: sign("¤".utf8, range)
        }
    }

    private mutating func letter(_ byte: UInt8, isCapital: Bool, _ at: Int) {
        append(byte, as: .word, at)
        if bytes.count == 1 { capital = isCapital }
        if !isCapital { small = true }
    }

    private mutating func append(_ byte: UInt8, as kind: LabelTokens.Token.Kind, _ at: Int) {
        if self.kind != kind {
            close(at)
            self.kind = kind
            start = at
        }
        bytes.append(byte)
    }

    private mutating func sign(_ text: some Collection<UInt8>, _ range: Range<Int>) {
        close(range.lowerBound)
        start = range.lowerBound
        kind = .sign
        bytes.append(contentsOf: text)
        close(range.upperBound)
    }

    private mutating func gap(_ at: Int) {
        close(at)
        blank = true
    }

    private mutating func close(_ end: Int) {
        guard let kind else { return }
        let isWord = kind == .word
        let text = String(decoding: bytes, as: UTF8.self)
        tokens.append(
            LabelTokens.Token(
                kind: kind, text: text, roles: isWord && bytes.count < 20 ? LabelRoles.of(text) : [], range: start..<end, isGlued: !blank,
                beginsLine: line, isCapital: isWord && capital, isUpper: isWord && capital && !small))
        bytes.removeAll(keepingCapacity: true)
        self.kind = nil
        (capital, small, blank, line) = (false, false, false, false)
    }
}
