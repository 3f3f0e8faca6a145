import Base
import HTTPTypes
import Transport

/// The large file storage, by git-lfs's batch protocol with the Hub's own `multipart` transfer beside `basic`. Without Xet, which the Hub
/// does not ask for.
extension HuggingFaceDestination {
    private static let type = "application/vnd.git-lfs+json"

    private struct Batch: Decodable {
        struct Action: Decodable {
            var href: String
            var header: [String: String]?
        }
        struct Actions: Decodable {
            var upload: Action?
            var verify: Action?
        }
        struct Failure: Decodable {
            var code: Int
            var message: String
        }
        struct Object: Decodable {
            var oid: String
            var actions: Actions?
            var error: Failure?
        }
        var objects: [Object]
    }

    /// Sends an object, unless the storage has it. Made again after a failure, it asks for fresh addresses.
    /// - Throws: `HubError`.
    func store(_ piece: UploadPiece) async throws {
        let object: JSONValue = ["oid": .string(piece.sha256), "size": .integer(piece.size)]
        let body: JSONValue = [
            "operation": "upload", "transfers": ["basic", "multipart"], "hash_algo": "sha256", "objects": [object],
            "ref": ["name": .string(branch)],
        ]
        let batch: Batch = try decode(try await exchange(repository.batch, body, piece.name))
        guard let entry = batch.objects.first(where: { $0.oid == piece.sha256 }) else {
            throw HubError.unavailable("the Hub's storage does not say where \(piece.name) is to go")
        }
        if let failure = entry.error {
            throw HubError.settings(
                what: "the Hub's storage refuses \(piece.name): \(failure.message) (\(failure.code))",
                remedy: "Correct what the Hub names and publish again.")
        }
        guard let upload = entry.actions?.upload else { return }
        if let size = upload.header?["chunk_size"].flatMap({ Int64($0) }), size > 0 {
            try await sendParts(of: piece, size: size, upload)
        } else {
            _ = try await put(piece, to: try address(upload.href), upload.header ?? [:])
        }
        if let verify = entry.actions?.verify, try await !isTaken(object, verify.href) {
            throw HubError.corrupt(name: piece.name, reason: "it did not arrive at the Hub's storage as it was sent")
        }
    }

    /// Whether the storage finds the object whole.
    private func isTaken(_ object: JSONValue, _ href: String) async throws -> Bool {
        do {
            _ = try await exchange(href, object, "the object")
            return true
        } catch HubError.settings {
            return false
        }
    }

    private func sendParts(of piece: UploadPiece, size: Int64, _ upload: Batch.Action) async throws {
        let numbered = (upload.header ?? [:]).compactMap { key, value in Int(key).map { (number: $0, address: value) } }
        let addresses = numbered.sorted { $0.number < $1.number }.map(\.address)
        guard Int64(addresses.count) == (piece.size + size - 1) / size else {
            throw HubError.unavailable("the Hub's storage wants \(piece.name) in another number of parts than it has")
        }
        var parts: [JSONValue] = []
        for (number, text) in addresses.enumerated() {
            let offset = Int64(number) * size
            let (part, target) = (piece.part(from: offset, size: min(size, piece.size - offset)), try address(text))
            let tag = try await source.retries.run { try await put(part, to: target, [:]) }
            guard let tag else { throw HubError.unavailable("the Hub's storage does not name the parts of \(piece.name)") }
            parts.append(["partNumber": .integer(Int64(number + 1)), "etag": .string(tag)])
        }
        _ = try await exchange(upload.href, ["oid": .string(piece.sha256), "parts": .array(parts)], piece.name)
    }

    /// Sends bytes to a signed address, which is no place for the token.
    /// - Returns: The tag that the storage gives them.
    private func put(_ piece: UploadPiece, to address: String, _ header: [String: String]) async throws -> String? {
        var request = piece.request(Transport.HTTPRequest(.put, address))
        for (name, value) in header {
            if let name = HTTPField.Name(name) { request.fields[name] = value }
        }
        let (reply, _, fields) = try await source.exchange.send(request)
        guard (200..<300).contains(reply.status) else {
            throw HubError.unavailable("the Hub's storage answered HTTP \(reply.status) to \(piece.name)")
        }
        return fields[.eTag]
    }

    private func exchange(_ href: String, _ body: JSONValue, _ subject: String) async throws -> [UInt8] {
        let target = href.hasPrefix("/") ? href : try address(href)
        let fields: HTTPFields = [.accept: Self.type, .contentType: Self.type]
        let (reply, answer, _) = try await source.exchange.send(
            Transport.HTTPRequest(.post, target, fields: fields, body: Array(body.text.utf8)))
        guard (200..<300).contains(reply.status) else {
            throw reply.error(repository, reference: branch, file: subject, hasToken: true, isWriting: true)
        }
        return try await answer.whole(upTo: 8 << 20, of: subject)
    }

    private func address(_ href: String) throws -> String {
        guard let address = WebOrigin.target(of: href, from: source.exchange.settings.endpoint) else {
            throw HubError.unavailable("the Hub's storage is at an address that is not allowed")
        }
        return address
    }
}
