import Foundation

/// A list of numbers as bytes, four little-endian ones each.
enum NumberBlob {
    static func decode(_ data: Data) -> [UInt32] {
        data.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map { UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)) }
        }
    }
}

extension Data {
    /// Adds a number to a `NumberBlob`. There may be millions, of which no second list is made on the way to the store.
    mutating func append(number: Int) {
        Swift.withUnsafeBytes(of: UInt32(clamping: number).littleEndian) { append(contentsOf: $0) }
    }
}

/// A text's token numbers as bytes, three little-endian ones each: vocabularies have fewer than 2^24 pieces.
enum TokenBlob {
    static func encode(_ tokens: [UInt32]) -> Data {
        let bytes = [UInt8](unsafeUninitializedCapacity: 3 * tokens.count) { bytes, count in
            for token in tokens {
                for shift in stride(from: 0, through: 16, by: 8) {
                    bytes[count] = UInt8(truncatingIfNeeded: token >> shift)
                    count += 1
                }
            }
        }
        return Data(bytes)
    }

    static func decode(_ bytes: UnsafeRawBufferPointer) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: bytes.count / 3) { tokens, count in
            count = bytes.count / 3
            // Four bytes are read at once, but for the last one's.
            for index in 0..<max(count - 1, 0) {
                tokens[index] = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 3 * index, as: UInt32.self)) & 0xFF_FFFF
            }
            guard count > 0 else { return }
            let last = bytes[(3 * count - 3)..<3 * count]
            tokens[count - 1] = last.reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}
