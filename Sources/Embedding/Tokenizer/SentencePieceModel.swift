import Base
import Foundation

/// What a pack takes from a SentencePiece model: a protocol buffer `ModelProto` (`sentencepiece_model.proto`), whose field 1 repeats the
/// pieces (1 the text, 2 the score) and whose field 3 is the normaliser (2 the precompiled character map).
struct SentencePieceModel {
    /// The pieces' texts in UTF-8 and log-probabilities, by number.
    let pieces: [(text: [UInt8], score: Float)]
    /// The normaliser's double array, and the replacements that its values point into.
    let charTrie: [UInt8]
    let charText: [UInt8]

    /// - Throws: `Problem` when the file is missing or is not such a model.
    init(path: String) throws {
        let data: [UInt8]
        do {
            data = [UInt8](try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw Self.problem(path, "it cannot be read (\(Problem.system("", at: path, cause: error).reason))")
        }
        guard let top = Self.fields(data[...]) else { throw Self.problem(path, "it is not a SentencePiece model") }
        pieces = try top.filter { $0.number == 1 }.map { field in
            guard let inner = Self.fields(field.bytes), let text = inner.first(where: { $0.number == 1 })?.bytes else {
                throw Self.problem(path, "one of its pieces has no text")
            }
            guard !text.withUnsafeBufferPointer({ text in text.indices.dropFirst().contains { Normalizer.isSpace(text, at: $0) } }) else {
                throw Self.problem(path, "one of its pieces goes beyond a word")
            }
            let score = inner.first { $0.number == 2 && $0.bytes.count == 4 }.map { Float(bitPattern: Self.word($0.bytes)) }
            return (Array(text), score ?? 0)
        }
        guard let normalizer = top.last(where: { $0.number == 3 }), let map = Self.fields(normalizer.bytes)?.last(where: { $0.number == 2 })?.bytes,
            map.count > 4, Int(Self.word(map.prefix(4))) <= map.count - 4, !pieces.isEmpty
        else { throw Self.problem(path, "it has no pieces or no normaliser") }
        let length = Int(Self.word(map.prefix(4)))
        charTrie = Array(map.dropFirst(4).prefix(length))
        charText = Array(map.dropFirst(4 + length))
    }

    private typealias Field = (number: Int, bytes: ArraySlice<UInt8>)

    /// The fields of a message; numbers as the bytes they stand in. Nil when the bytes are no message.
    private static func fields(_ message: ArraySlice<UInt8>) -> [Field]? {
        var rest = message
        var fields: [Field] = []
        while !rest.isEmpty {
            guard let tag = varint(&rest) else { return nil }
            let length: Int
            switch tag & 7 {
            case 0:
                guard varint(&rest) != nil else { return nil }
                continue
            case 1: length = 8
            case 2:
                guard let count = varint(&rest), count <= rest.count else { return nil }
                length = count
            case 5: length = 4
            default: return nil
            }
            guard length <= rest.count else { return nil }
            fields.append((tag >> 3, rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return fields
    }

    /// A number in groups of seven bits, the lowest first.
    private static func varint(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return Int(exactly: value) }
        }
        return nil
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } }

    private static func problem(_ path: String, _ reason: String) -> Problem {
        Problem(what: "the tokenizer's model cannot be read", location: path, reason: reason, remedy: "Fetch it again with `scripts/fetch-model`.")
    }
}
