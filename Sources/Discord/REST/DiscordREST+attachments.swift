import Base
import Foundation
import HTTPTypes
import Transport

/// Fetches files that hang on messages; tests script another.
package protocol DiscordFiles: Sendable {
    /// The bytes of an attachment. They come from Discord's file servers, which are not told the token.
    /// - Parameter limit: The most bytes accepted.
    /// - Throws: `DiscordError` (`fileTooLarge`, `fileGone`) or `CancellationError`.
    func download(_ attachment: AttachedFile, upTo limit: Int) async throws -> [UInt8]
}

extension DiscordREST: DiscordFiles {
    private static let downloadAttempts = 3
    private static let downloadCall = "GET attachment"

    package func download(_ attachment: AttachedFile, upTo limit: Int) async throws -> [UInt8] {
        guard attachment.size <= limit else { throw DiscordError(.fileTooLarge(limit: limit), call: Self.downloadCall) }
        // Discord's own addresses are encrypted. A stand-in gives files on the machine where it gives the API.
        guard attachment.url.hasPrefix("https://") || isBesideAPI(attachment.url) else {
            throw DiscordError(.fileGone, call: Self.downloadCall)
        }
        var attempt = 0
        while true {
            let failure: DiscordError
            do {
                let answer = try await exchange(attachment.url, upTo: limit)
                switch answer.status {
                case 200..<300: return answer.body
                case 500...: failure = DiscordError(.serverFailure, call: Self.downloadCall, status: answer.status)
                // 404 when it was deleted, 403 when the signature of its address is too old.
                case _: throw DiscordError(.fileGone, call: Self.downloadCall, status: answer.status)
                }
            } catch TransportError.tooLarge {
                throw DiscordError(.fileTooLarge(limit: limit), call: Self.downloadCall)
            } catch let error as TransportError {
                failure = DiscordError(.unreachable(error), call: Self.downloadCall)
            }
            attempt += 1
            guard attempt < Self.downloadAttempts else { throw failure }
            try await pause(before: attempt)
        }
    }

    /// Whether the address has the scheme and host of the API, at whatever port.
    private func isBesideAPI(_ url: String) -> Bool {
        guard let api = URLComponents(string: configuration.base), let file = URLComponents(string: url), file.host != nil else { return false }
        return file.scheme == api.scheme && file.host == api.host
    }

    private func exchange(_ url: String, upTo limit: Int) async throws -> HTTPAnswer {
        let fields: HTTPFields = [.userAgent: configuration.userAgent]
        return try await client.answer(
            to: HTTPRequest(.get, url, fields: fields, timeouts: HTTPTimeouts(connect: .seconds(10), idle: .seconds(15), total: .seconds(45))),
            upTo: limit)
    }
}
