import Base
import HTTPTypes
import Transport

/// Sends requests to a service that wants a token, and to the hosts that it sends its clients to, which must never see it.
struct OriginClient: Sendable {
    let http: any HTTPClient
    let token: Secret?
    /// Every answer begins within these, or the try has failed.
    let timeouts: HTTPTimeouts

    /// Sends one request; redirects are the caller's to follow.
    ///
    /// Nothing is asked to be compressed: lengths, ranges and strong tags mean the content itself only then. Some servers compress
    /// nevertheless, so length and range are believed only of an answer that does not say so.
    /// - Parameter isTrusted: Whether the address is one that the token is for.
    /// - Throws: `HubError`: `unavailable` when the network fails, `storage` when a file that is to be sent cannot be read.
    func send(_ request: Transport.HTTPRequest, isTrusted: Bool) async throws -> Transport.HTTPResponse {
        var request = request
        request.timeouts = timeouts
        // A service that takes something large in hashes it before it answers.
        if [.post, .put, .patch].contains(request.method) { request.timeouts.idle *= 4 }
        if request.fields[.acceptEncoding] == nil { request.fields[.acceptEncoding] = "identity" }
        if isTrusted, let token { request.fields[.authorization] = "Bearer \(token.revealed)" }
        do {
            return try await http.send(request)
        } catch let error as TransportError {
            throw HubError.unavailable("\(error)")
        } catch let problem as Problem {
            throw HubError.storage(problem)
        }
    }
}

extension HTTPBody {
    /// The whole body of a small answer.
    /// - Throws: `HubError.unavailable` when it breaks off or is larger than `limit` bytes.
    func whole(upTo limit: Int, of name: String) async throws -> [UInt8] {
        do {
            return try await collect(upTo: limit)
        } catch let error as TransportError {
            throw HubError.unavailable("\(name): \(error)")
        }
    }
}

/// What an answer says of the range that it holds.
enum ContentRange {
    /// Where the bytes of an answer begin in the content.
    /// - Parameters:
    ///   - range: `Content-Range`, such as `bytes 200-999/1000`.
    ///   - encoding: `Content-Encoding`. A range of something compressed is no range of the content.
    /// - Returns: nil when the answer cannot be joined to what is there: then it has to be begun anew.
    static func offset(status: Int, range: String?, encoding: String?) -> Int64? {
        guard status == 206 else { return 0 }
        guard (encoding ?? "identity") == "identity", let range, range.hasPrefix("bytes ") else { return nil }
        return range.dropFirst(6).split(separator: "-").first.flatMap { Int64($0) }
    }
}
