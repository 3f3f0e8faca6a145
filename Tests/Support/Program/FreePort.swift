/// Finds a port of this machine that nobody listens on.
package enum FreePort {
    /// The kernel's choice, given back at once. Another process could take it before the program under test does, which would show as "port
    /// taken".
    package static func find() throws -> Int {
        let server = try StandInServer { _, _ in }
        defer { server.stop() }
        return server.port
    }
}
