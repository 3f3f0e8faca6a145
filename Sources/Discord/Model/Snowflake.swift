package import Foundation

/// An id of Discord: 64 bits that travel as a decimal string, because JSON numbers lose the low ones.
package struct Snowflake: Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let value: String

    package init(_ value: String) { self.value = value }
    package init(stringLiteral value: String) { self.value = value }

    /// Accepts the string, and a number as well: some relays write one.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        value = try (try? container.decode(String.self)) ?? String(container.decode(UInt64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    package var description: String { value }

    /// When it was made: its upper 42 bits are milliseconds since 2015 ("Snowflakes" in the API documentation). Nil for what is no number.
    package var time: Date? { UInt64(value).map { Date(timeIntervalSince1970: 1_420_070_400 + Double($0 >> 22) / 1000) } }
}
