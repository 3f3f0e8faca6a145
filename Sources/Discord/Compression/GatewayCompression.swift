/// How Discord compresses what the gateway sends (`compress` in the address): `DISCORD_COMPRESSION`.
package enum GatewayCompression: String, Sendable, CaseIterable {
    case none
    /// One zlib stream for each connection; a message ends where the stream is flushed.
    case zlib = "zlib-stream"
    /// One Zstandard stream for each connection; each WebSocket message is a message.
    case zstd = "zstd-stream"
}
