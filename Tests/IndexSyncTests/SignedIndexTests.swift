import Base
import Crypto
import Foundation
import Hub
import Testing

@testable import IndexSync

@Suite struct `A bot that trusts only signed indexes` {
    private let fixture: SyncFixture
    private let signer: ManifestSigner
    private let stranger: ManifestSigner

    init() throws {
        func signer() throws -> ManifestSigner {
            try ManifestSigner(Secret(Curve25519.Signing.PrivateKey().rawRepresentation.base64EncodedString()), file: "")
        }
        fixture = try SyncFixture()
        (self.signer, stranger) = (try signer(), try signer())
    }

    private func engine(_ keys: String?) -> SyncEngine<FakeOpening> {
        var parts = fixture.parts()
        parts.keys = keys.flatMap(ManifestKeys.init)
        return SyncEngine(parts)
    }

    /// No bytes at all where it does not sign.
    private func sealed(_ signer: ManifestSigner) -> ([UInt8]) -> [UInt8] { { (try? signer.signed($0)) ?? [] } }

    private var served: String? { fixture.holder.current()?.revision }

    @Test func `serves what its key has signed, and refuses all else before it fetches anything`() async throws {
        let engine = engine(signer.publicKey)
        fixture.source.publish("r1", seal: sealed(signer))
        #expect(await engine.round(asked: false).problem == nil)
        let fetches = fixture.source.fetches
        let changes: [([UInt8]) -> [UInt8]] = [
            { $0 }, { sealed(stranger)($0) }, { sealed(signer)($0).dropLast() }, { sealed(signer)($0).map { $0 == UInt8(ascii: "3") ? $0 + 1 : $0 } },
        ]
        for (number, change) in changes.enumerated() {
            fixture.source.publish("bad-\(number)", seal: change)
            let problem = await engine.round(asked: false).problem
            #expect(problem?.what.contains("signed") == true, "\(number)")
            #expect(served == "r1")
        }
        #expect(fixture.source.fetches == fetches)
        fixture.source.publish("r2", seal: sealed(signer))
        #expect(await engine.round(asked: false).problem == nil)
        #expect(served == "r2")
    }

    @Test func `does not serve what is on its disk unsigned when it is given a key`() async throws {
        fixture.source.publish("r1")
        #expect(await engine(nil).round(asked: false).problem == nil)
        let holder = Holder<FakeIndex>()
        var parts = fixture.parts(holder: holder)
        parts.keys = ManifestKeys(signer.publicKey)
        let engine = SyncEngine(parts)
        await engine.resume()
        #expect(holder.current() == nil)
        #expect(await engine.round(asked: false).problem?.reason.contains("no signature") == true)
        fixture.source.publish("r2", seal: sealed(signer))
        #expect(await engine.round(asked: false).problem == nil)
        #expect(holder.current()?.revision == "r2")
    }

    @Test func `serves the refused at its next start, when it is given the key that signed it`() async throws {
        fixture.source.publish("r1", seal: sealed(stranger))
        #expect(await engine(signer.publicKey).round(asked: false).problem != nil)
        #expect(fixture.store.quarantined() == [])
        #expect(await engine("\(signer.publicKey),\(stranger.publicKey)").round(asked: false).problem == nil)
        #expect(served == "r1")
    }

    @Test func `refuses a signature that does not vouch for the data`() async throws {
        // Our signer refuses to sign it; another program might.
        let key = Curve25519.Signing.PrivateKey()
        fixture.source.publish("r1", hashes: false) { manifest in
            let signed = manifest.dropLast() + Array("\n".utf8)
            let signature = (try? key.signature(for: signed).base64EncodedString()) ?? ""
            return signed + Array(",\"signature\":\"ed25519:\(signature)\"}\n".utf8)
        }
        let problem = await engine(key.publicKey.rawRepresentation.base64EncodedString()).round(asked: false).problem
        #expect(problem?.reason.contains("no hash of faiss.index") == true)
        #expect(served == nil)
    }
}
