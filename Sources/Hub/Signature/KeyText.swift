import Foundation

/// Ed25519 keys as people have them: the 32 bytes in base64, or what `openssl` writes, PEM or its base64 alone (RFC 8410).
enum KeyText {
    /// Which key of a pair is wanted.
    enum Kind: Sendable {
        case open, secret

        /// The fixed DER bytes before the key's own 32.
        fileprivate var header: [UInt8] {
            switch self {
            case .open: [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]
            case .secret: [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]
            }
        }

        fileprivate var label: String {
            switch self {
            case .open: "PUBLIC KEY"
            case .secret: "PRIVATE KEY"
            }
        }
    }

    /// The keys in a text: PEM blocks, or single words separated by commas or blanks.
    /// - Returns: The 32 bytes of each, in order; nil when any of it is no key of that kind.
    static func keys(in text: String, _ kind: Kind) -> [[UInt8]]? {
        let (begin, end) = ("-----BEGIN \(kind.label)-----", "-----END \(kind.label)-----")
        var rest = text[...]
        var words: [String] = []
        func take(_ plain: Substring) { words += plain.split { $0 == "," || $0.isWhitespace }.map(String.init) }
        while let opening = rest.range(of: begin) {
            guard let closing = rest[opening.upperBound...].range(of: end) else { return nil }
            take(rest[..<opening.lowerBound])
            words.append(rest[opening.upperBound..<closing.lowerBound].filter { !$0.isWhitespace })
            rest = rest[closing.upperBound...]
        }
        take(rest)
        let keys = words.compactMap { key(in: $0, kind) }
        return keys.count == words.count ? keys : nil
    }

    private static func key(in word: String, _ kind: Kind) -> [UInt8]? {
        guard let bytes = Data(base64Encoded: word).map(Array.init) else { return nil }
        if bytes.count == 32 { return bytes }
        guard bytes.count == kind.header.count + 32, bytes.starts(with: kind.header) else { return nil }
        return Array(bytes.suffix(32))
    }
}
