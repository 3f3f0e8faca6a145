import Foundation

/// A request as it came over the wire.
package struct StandInRequest: Sendable {
    package var method: String
    /// Path and query as sent.
    package var target: String
    /// In order, names as sent.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    /// The target without its query, not decoded.
    package var path: String { String(target.prefix { $0 != "?" }) }

    /// The query's parameters, percent-decoded.
    package var query: [String: String] {
        guard let mark = target.firstIndex(of: "?") else { return [:] }
        var parameters: [String: String] = [:]
        for pair in target[target.index(after: mark)...].split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            parameters[String(sides[0])] = sides.count > 1 ? String(sides[1]).removingPercentEncoding ?? "" : ""
        }
        return parameters
    }

    /// The first header of that name, in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
}
