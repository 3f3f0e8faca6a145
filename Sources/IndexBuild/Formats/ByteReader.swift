/// Little-endian numbers in bytes, nil where the bytes end too early.
struct ByteReader {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func byte(_ offset: Int) -> Int? { offset >= 0 && offset < bytes.count ? Int(bytes[offset]) : nil }

    func word(_ offset: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - 2 else { return nil }
        return Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
    }

    func long(_ offset: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - 4 else { return nil }
        return Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2]) << 16 | Int(bytes[offset + 3]) << 24
    }

    /// As much of the range as there is.
    func slice(_ offset: Int, _ length: Int) -> ArraySlice<UInt8> {
        guard offset >= 0, offset < bytes.count, length > 0 else { return [] }
        return bytes[offset..<(offset + min(length, bytes.count - offset))]
    }
}
