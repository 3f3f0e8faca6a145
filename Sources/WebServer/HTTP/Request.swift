/// A whole request, as far as this server looks at it.
struct Request: Sendable, Equatable {
    var method: String
    /// The path without its query.
    var path: String
    /// By lower-case name; of a repeated header the last value.
    var headers: [String: String]
    var body: [UInt8]
    /// Whether the client speaks HTTP/1.1, and with it chunked answers.
    var understandsChunks: Bool
}
