package import Base
import Crypto
import Foundation

/// The public keys of those whose indexes are served (INDEX_PUBLIC_KEY). Several stand beside each other while one takes another's place.
package struct ManifestKeys: Sendable {
    private let keys: [Curve25519.Signing.PublicKey]

    /// Nil when the text is not one public key or several.
    package init?(_ text: String) {
        guard let bytes = KeyText.keys(in: text, .open), !bytes.isEmpty else { return nil }
        let keys = bytes.compactMap { try? Curve25519.Signing.PublicKey(rawRepresentation: $0) }
        guard keys.count == bytes.count else { return nil }
        self.keys = keys
    }

    /// Why a manifest is not to be trusted; nil when one of the keys has signed all of it.
    /// - Parameter address: Where it came from.
    package func objection(to manifest: [UInt8], at address: String) -> Problem? {
        guard let (signed, signature) = ManifestSignature.parts(of: manifest) else {
            return Problem(
                what: "the index is not signed", location: "\(address), manifest.json",
                reason: "INDEX_PUBLIC_KEY is set, and the manifest has no signature in its last line",
                remedy: "Publish it with `docent publish --sign-key FILE`; what was served before is still served.")
        }
        guard keys.contains(where: { $0.isValidSignature(signature, for: Data(signed)) }) else {
            return Problem(
                what: "the index is not signed by anyone who is trusted", location: "\(address), manifest.json",
                reason: "its signature fits none of the \(keys.count) keys of INDEX_PUBLIC_KEY, or it was changed after it was signed",
                remedy: "Find out who published it. If it is a new key of your own, add that to INDEX_PUBLIC_KEY.")
        }
        return nil
    }
}
