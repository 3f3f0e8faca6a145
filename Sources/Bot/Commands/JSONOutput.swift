import Base
import Foundation

/// JSON for standard output: keys sorted, on one line.
enum JSONOutput {
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    static func print(_ value: some Encodable) throws {
        Terminal.standardOutput(try line(value))
    }
}
