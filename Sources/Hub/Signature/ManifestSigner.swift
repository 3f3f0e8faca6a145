package import Base
import Crypto
import Foundation

/// Signs manifests with one Ed25519 key, which is never printed.
package struct ManifestSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// Reads the secret key: `openssl genpkey -algorithm ed25519` writes one.
    /// - Parameter file: Where it was read from, for the error.
    /// - Throws: `Problem` when there is not exactly one key in it.
    package init(_ text: Secret, file: String) throws(Problem) {
        guard let keys = KeyText.keys(in: text.revealed, .secret), keys.count == 1,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: keys[0])
        else {
            throw Problem(
                .usage, what: "cannot use the key for signing", location: file, reason: "it is not one Ed25519 private key",
                remedy: "`openssl genpkey -algorithm ed25519 -out FILE` makes one.")
        }
        self.key = key
    }

    /// The key that readers are to be given, as INDEX_PUBLIC_KEY takes it.
    package var publicKey: String { key.publicKey.rawRepresentation.base64EncodedString() }

    /// The manifest with its signature; one that it had is replaced.
    /// - Throws: `Problem` when it does not bind its data by hashes, or is no object.
    package func signed(_ manifest: [UInt8]) throws(Problem) -> [UInt8] {
        func refusal(_ reason: String) -> Problem {
            Problem(
                what: "cannot sign the manifest", location: FolderLayout.manifest, reason: reason,
                remedy: "Make the artifact again with `docent ingest`.")
        }
        let signed = ManifestSignature.parts(of: manifest).map { Array($0.signed) } ?? ManifestSignature.signable(manifest)
        let bare = (signed ?? []) + [UInt8(ascii: "}")]
        guard let signed, case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: Data(bare)), !members.isEmpty else {
            throw refusal("it is no JSON object")
        }
        guard members["signature"] == nil else { throw refusal("it has a signature of another form") }
        for name in FolderLayout.data where members["files"]?[name]?["sha256"]?.stringValue == nil {
            throw refusal("it gives no hash of \(name), so a signature would not vouch for it")
        }
        do {
            return ManifestSignature.joined(signed, try key.signature(for: signed))
        } catch {
            throw refusal("\(error)")
        }
    }
}
