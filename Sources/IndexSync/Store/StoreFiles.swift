import Foundation
import Hub

/// Small JSON files of the store.
enum StoreFiles {
    /// The value in a file; nil when there is none or it cannot be read, which is treated alike: it is written again in time.
    static func read<Value: Decodable>(_ type: Value.Type, at path: String) -> Value? {
        guard LocalFile.exists(path), let bytes = try? LocalFile.contents(path, limit: 1 << 20) else { return nil }
        return try? JSONDecoder().decode(type, from: Data(bytes))
    }

    /// A value's bytes, with keys in a fixed order.
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [10]
    }
}
