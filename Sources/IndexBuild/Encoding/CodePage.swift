import Glibc

/// A legacy character set, by its name in the system's `iconv`.
struct CodePage: Hashable {
    let name: String

    static let windows1252 = CodePage(name: "CP1252")
    static let macRoman = CodePage(name: "MACINTOSH")
    static let dos850 = CodePage(name: "CP850")

    /// By the numbers that Windows gives them, as RTF's `\ansicpg` and Word's files use them.
    static func numbered(_ number: Int) -> CodePage {
        switch number {
        case 65001: CodePage(name: "UTF-8")
        case 10000: macRoman
        case 10001: CodePage(name: "SHIFT_JIS")
        case 10007: CodePage(name: "MAC-CYRILLIC")
        case 932: CodePage(name: "CP932")
        case 936: CodePage(name: "GBK")
        case 949: CodePage(name: "UHC")
        case 950: CodePage(name: "BIG5")
        case 1361: CodePage(name: "JOHAB")
        case 708: CodePage(name: "ISO-8859-6")
        case 437, 720, 737, 775, 850...866, 874, 1250...1258: CodePage(name: "CP\(number)")
        case 28591...28606: CodePage(name: "ISO-8859-\(number - 28590)")
        default: windows1252
        }
    }

    /// Whether this system can read it.
    var isKnown: Bool { name == "UTF-8" || Converter(from: name) != nil }

    /// Whether a byte of `first` begins a character of two bytes.
    func isLead(_ first: UInt8) -> Bool {
        switch name {
        case "CP932", "SHIFT_JIS": (0x81...0x9F).contains(first) || (0xE0...0xFC).contains(first)
        case "GBK", "UHC", "BIG5", "JOHAB": (0x81...0xFE).contains(first)
        default: false
        }
    }

    /// The text of `bytes`; what has no meaning in this set becomes U+FFFD, except that the five bytes which Windows-1252 leaves
    /// open stay what they are in ISO 8859-1 (WHATWG Encoding Standard, index windows-1252).
    func decode(_ bytes: some Collection<UInt8>) -> String {
        if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
        if name == "UTF-8" { return String(decoding: bytes, as: UTF8.self) }
        guard let converter = Converter(from: name) else { return Self.latin1(bytes) }
        return converter.convert(Array(bytes), openBytes: name == "CP1252")
    }

    private static func latin1(_ bytes: some Collection<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(Unicode.Scalar(byte)) }
        return String(text)
    }
}

/// The system's converter, closed with its owner.
private struct Converter: ~Copyable {
    private let handle: iconv_t

    init?(from name: String) {
        let handle = iconv_open("UTF-8", name)
        guard Int(bitPattern: handle) != -1, let handle else { return nil }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    /// - Parameter openBytes: Whether a byte without meaning stands for the control character of its number.
    borrowing func convert(_ bytes: [UInt8], openBytes: Bool) -> String {
        var input = bytes
        var output = [UInt8](repeating: 0, count: 64 * 1024)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        input.withUnsafeMutableBytes { source in
            var next = source.baseAddress?.assumingMemoryBound(to: CChar.self)
            var left = source.count
            while left > 0 {
                let status = output.withUnsafeMutableBytes { target -> (Int, Int32) in
                    var place = target.baseAddress?.assumingMemoryBound(to: CChar.self)
                    var room = target.count
                    let result = iconv(handle, &next, &left, &place, &room)
                    let code = errno
                    text.append(contentsOf: target.prefix(target.count - room))
                    return (result, code)
                }
                if status.0 == -1, status.1 != E2BIG, left > 0 {
                    let byte = source[source.count - left]
                    text.append(contentsOf: String(Character(openBytes ? Unicode.Scalar(byte) : "\u{FFFD}")).utf8)
                    next = next?.advanced(by: 1)
                    left -= 1
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
