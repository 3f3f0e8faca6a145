/// Finding bytes in bytes.
enum ByteSearch {
    /// Where `pattern` stands first in `bytes`, counted from 0, or nil.
    static func find(_ pattern: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let wanted = Array(pattern.utf8)
        guard let first = wanted.first, bytes.count >= wanted.count else { return nil }
        var start = bytes.startIndex
        let last = bytes.endIndex - wanted.count
        while start <= last {
            if bytes[start] == first, bytes[start..<(start + wanted.count)].elementsEqual(wanted) { return start - bytes.startIndex }
            start += 1
        }
        return nil
    }
}
