import Base
import Crypto
import Foundation
import Testing

@testable import Hub

@Suite struct `The signature of a manifest` {
    /// The example pair of RFC 8410, as `openssl` writes it.
    private static let secretPEM = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----

        """
    private static let openDER = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
    private static let openPEM = "-----BEGIN PUBLIC KEY-----\n\(openDER)\n-----END PUBLIC KEY-----\n"
    private static let otherRaw = Curve25519.Signing.PrivateKey().publicKey.rawRepresentation.base64EncodedString()

    private static let hash = String(repeating: "0", count: 64)
    private static let manifest = """
        {
          "created_at": "2026-11-20T00:00:00Z",
          "embed_model": "m",
          "files": {"faiss.index": {"sha256": "\(hash)", "size": 1}, "meta.json": {"sha256": "\(hash)", "size": 2}},
          "num_chunks": 3,
          "revision": "r1"
        }
        """
    /// Made with `openssl pkeyutl -sign -rawin` over the manifest's lines but the last.
    private static let byOpenSSL = "Z5XmUAkmahyg7qlA81NNWviC9w29CIhqM9EWC6/2MdBQJATWaW3PWHK4f7qwuO2XWIf+tIzES+0b84VAPiF+Bg=="

    private let signer: ManifestSigner
    private let keys: ManifestKeys

    init() throws {
        signer = try ManifestSigner(Secret(Self.secretPEM), file: "key.pem")
        keys = try #require(ManifestKeys(Self.openPEM))
    }

    private func objection(_ manifest: [UInt8], _ keys: ManifestKeys? = nil) -> Problem? {
        (keys ?? self.keys).objection(to: manifest, at: "file:///index")
    }

    @Test func `is the one that other programs make and check`() throws {
        let signed = try signer.signed(Array(Self.manifest.utf8))
        let lines = String(decoding: signed, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.suffix(2) == [",\"signature\":\"ed25519:\(Self.byOpenSSL)\"}", ""])
        #expect(lines.dropLast(2).joined(separator: "\n") + "\n" == Self.manifest.dropLast())
        #expect(objection(signed) == nil)
    }

    @Test func `leaves a manifest that others read as before`() throws {
        let signed = try signer.signed(Array(Self.manifest.utf8))
        guard case .object(var members) = try JSONDecoder().decode(JSONValue.self, from: Data(signed)) else { return #expect(Bool(false)) }
        #expect(members.removeValue(forKey: "signature")?.stringValue?.hasPrefix("ed25519:") == true)
        #expect(try JSONValue.object(members) == JSONDecoder().decode(JSONValue.self, from: Data(Self.manifest.utf8)))
    }

    @Test(arguments: ["", " ", "\n", " \r\n\n"]) func `does not depend on how a manifest ends, and is made anew when there is one`(end: String) throws
    {
        let signed = try signer.signed(Array((Self.manifest + end).utf8))
        #expect(objection(signed) == nil)
        #expect(try signer.signed(signed) == signed)
        let compact = Self.manifest.filter { !$0.isNewline } + end
        #expect(objection(try signer.signed(Array(compact.utf8))) == nil)
    }

    @Test func `is broken by every change of a byte, and by every cut and addition`() throws {
        let signed = try signer.signed(Array(Self.manifest.utf8))
        for index in signed.indices {
            var changed = signed
            changed[index] ^= 1
            #expect(objection(changed) != nil, "byte \(index)")
        }
        for count in 0..<signed.count { #expect(objection(Array(signed.prefix(count))) != nil) }
        for added in ["\n", " ", "}", "x"] { #expect(objection(signed + Array(added.utf8)) != nil) }
        #expect(objection([10] + signed) != nil)
    }

    @Test func `is that of one of the keys, whatever form they are in`() throws {
        let signed = try signer.signed(Array(Self.manifest.utf8))
        for text in [
            Self.openDER, Self.openPEM, signer.publicKey, "\(Self.otherRaw), \(Self.openDER)", "\(Self.openPEM)\n\(Self.otherRaw)",
            "\(Self.otherRaw),\(Self.openPEM)", Self.openPEM.replacing("\n", with: " "), Self.openPEM.replacing("\n", with: "\r\n"),
        ] {
            let keys = try #require(ManifestKeys(text), "\(text)")
            #expect(objection(signed, keys) == nil)
        }
        let other = try #require(ManifestKeys(Self.otherRaw))
        #expect(objection(signed, other)?.reason.contains("none of the 1 keys") == true)
        #expect(objection(Array(Self.manifest.utf8))?.reason.contains("no signature") == true)
    }

    @Test(arguments: ["", "x", "MCow", secretPEM, "-----BEGIN PUBLIC KEY-----\n\(openDER)", "\(openDER),x", "\(openDER.dropLast(4))"])
    func `needs public keys`(text: String) {
        #expect(ManifestKeys(text) == nil)
    }

    @Test func `needs one private key, and never shows it`() {
        for text in ["", "secret", Self.openPEM, Self.secretPEM + Self.secretPEM] {
            let problem = #expect(throws: Problem.self) { try ManifestSigner(Secret(text), file: "key.pem") }
            #expect(problem?.kind == .usage && problem?.description.contains("secret\"") == false)
        }
    }

    @Test(arguments: [
        "", "[]", "{}", "{\"revision\": \"r1\"}", "{\"files\": {\"faiss.index\": {\"sha256\": \"0\"}}}",
        "{\"files\": {\"faiss.index\": {\"sha256\": \"0\"}, \"meta.json\": {\"size\": 1}}}",
        "{\"signature\": 1, \"files\": {\"faiss.index\": {\"sha256\": \"0\"}, \"meta.json\": {\"sha256\": \"0\"}}}",
    ]) func `is not given to what would not bind its data`(manifest: String) {
        #expect(throws: Problem.self) { try signer.signed(Array(manifest.utf8)) }
    }

    @Test func `is put on what goes out, not on what lies here`() async throws {
        let (artifact, folder) = (try TemporaryFolder(), try TemporaryFolder())
        let data: [(String, [UInt8])] = [("faiss.index", [1, 2]), ("meta.json", [3])]
        let files = data.map { "\"\($0)\": {\"size\": \($1.count), \"sha256\": \"\(sha256($1))\"}" }.joined(separator: ",")
        let manifest = Array("{\"revision\": \"r1\", \"files\": {\(files)}}".utf8)
        for (name, bytes) in data { try artifact.write(bytes, to: name) }
        try artifact.write(manifest, to: "manifest.json")
        for _ in 0..<2 { _ = try await FolderDestination(path: folder.path).publish(folder: artifact.path, signer: signer) { _ in } }
        #expect(try artifact.read("manifest.json") == manifest)
        for place in ["manifest.json", "revisions/r1/manifest.json"] { #expect(objection(try folder.read(place)) == nil) }
    }
}
