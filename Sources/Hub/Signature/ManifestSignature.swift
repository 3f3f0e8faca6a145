import Foundation

/// Where a manifest's signature stands, and what it signs.
///
/// A signed manifest is JSON like any other, whose last line is exactly
///
///     ,"signature":"ed25519:<88 characters of base64>"}
///
/// and a line feed. What is signed is every byte before that line, as it stands. So there is one file to fetch and no canonical form to
/// agree on; readers that know nothing of signatures see one key more, and `head -n -1` gives what `openssl` needs to check it.
enum ManifestSignature {
    private static let opening = Array(",\"signature\":\"ed25519:".utf8)
    private static let closing = Array("\"}\n".utf8)
    /// The base64 of 64 bytes.
    private static let length = 88

    /// Divides a signed manifest into what is signed and the signature; nil when it has none in the one form that there is.
    static func parts(of manifest: [UInt8]) -> (signed: ArraySlice<UInt8>, signature: Data)? {
        let start = manifest.count - opening.count - length - closing.count
        guard start > 0, manifest[start - 1] == UInt8(ascii: "\n"), manifest[start...].starts(with: opening), manifest.hasSuffix(closing),
            let signature = Data(base64Encoded: Data(manifest[(start + opening.count)...].prefix(length))), signature.count == 64
        else { return nil }
        return (manifest[..<start], signature)
    }

    /// The bytes of a manifest that are to be signed: all before its last brace, and a line feed.
    /// - Returns: Nil when it does not end as an object does.
    static func signable(_ manifest: [UInt8]) -> [UInt8]? {
        let blank = Set(" \t\r\n".utf8)
        func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> { bytes[..<((bytes.lastIndex { !blank.contains($0) } ?? -1) + 1)] }
        let whole = trimmed(manifest[...])
        guard whole.last == UInt8(ascii: "}") else { return nil }
        return trimmed(whole.dropLast()) + [UInt8(ascii: "\n")]
    }

    /// Puts both together again.
    static func joined(_ signed: some Collection<UInt8>, _ signature: Data) -> [UInt8] {
        signed + opening + signature.base64EncodedData() + closing
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool { count >= suffix.count && self[(count - suffix.count)...] == suffix[...] }
}
