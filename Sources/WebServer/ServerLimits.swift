/// How long the server waits and how much it holds, for each client and in all.
struct ServerLimits: Sendable {
    var bounds = RequestReader.Bounds()
    /// Open connections in all; further ones are turned away.
    var connections = 256
    /// From the first byte waited for to the last byte of the request.
    var request: Duration = .seconds(15)
    /// For one piece of an answer to leave this machine: a client that stops reading is let go after it.
    var write: Duration = .seconds(20)
    /// The longest silence in a stream.
    var heartbeat: Duration = .seconds(10)
    /// For the client to close after the answer.
    var linger: Duration = .seconds(2)
    /// The whole of it, the answer of a slow model included.
    var exchange: Duration = .seconds(600)
    /// How long running answers may go on once the process is to stop.
    var stop: Duration = .seconds(5)
    /// Bytes of an answer that wait for a slow client.
    var outbox = 1 << 20
    /// Bytes that the kernel holds for a client; nil leaves it to the kernel.
    var sendBuffer: Int32?
    /// Bytes read and dropped after the request.
    var drained = 256 << 10
}
