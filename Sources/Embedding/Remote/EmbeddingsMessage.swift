import Base
import Foundation

/// The body of a request for vectors.
struct EmbeddingsRequest: Encodable {
    var model: String
    var input: [String]
    /// `base64` is a third of the bytes and exact; servers that do not know it answer with `float`, or want to be asked for it.
    var encoding_format: String
}

/// The body of the answer: the vectors in any order, each with the index of its text; or, from servers that pass on a provider's failure
/// with status 200, an error in their place.
struct EmbeddingsResponse: Decodable {
    private var data: [Row]?
    private var error: Failure?

    /// The status of the error that came in place of vectors.
    var failedStatus: Int? { data == nil ? error?.status : nil }

    private struct Row: Decodable {
        var index: Int?
        var embedding: Vector
    }

    /// The code is the HTTP status, as a number or in digits; where it is a word, the failure is taken for one that may pass.
    private struct Failure: Decodable {
        var status: Int

        private enum Key: CodingKey { case code }

        init(from decoder: any Decoder) throws {
            let fields = try? decoder.container(keyedBy: Key.self)
            let digits = try? fields?.decode(String.self, forKey: .code)
            status = (try? fields?.decode(Int.self, forKey: .code)) ?? digits.flatMap { Int($0) } ?? 500
        }
    }

    /// Numbers, or little-endian single-precision floats in base64.
    private struct Vector: Decodable {
        var numbers: [Float]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            guard let text = try? container.decode(String.self) else {
                numbers = try container.decode([Float].self)
                return
            }
            guard let bytes = Data(base64Encoded: text), bytes.count % 4 == 0 else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "a vector is not floats in base64")
            }
            numbers = bytes.withUnsafeBytes { bytes in
                stride(from: 0, to: bytes.count, by: 4).map {
                    Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
                }
            }
        }
    }

    /// The vectors in the order of the texts, each of unit length.
    /// - Parameters:
    ///   - count: How many texts were sent.
    ///   - dimension: How many numbers each vector must have; nil takes the first's.
    /// - Throws: `Problem` when vectors are missing, doubled, of another dimension or without direction.
    func vectors(count: Int, dimension: Int?, from endpoint: EmbeddingsEndpoint) throws -> [[Float]] {
        guard let data else { throw Self.broken(endpoint, "it has no vectors") }
        var vectors = [[Float]?](repeating: nil, count: count)
        for (place, row) in data.enumerated() {
            let index = row.index ?? place
            guard vectors.indices.contains(index), vectors[index] == nil else { throw Self.broken(endpoint, "a vector has the index \(index)") }
            vectors[index] = row.embedding.numbers
        }
        let expected = dimension ?? data.first?.embedding.numbers.count ?? 0
        return try vectors.enumerated().map { index, vector in
            guard let vector else { throw Self.broken(endpoint, "\(data.count) vectors came for \(count) texts") }
            guard vector.count == expected else {
                throw endpoint.problem(
                    "its vectors have \(vector.count) numbers where \(expected) are due",
                    remedy: "Check that the server runs the model \(endpoint.model) that the index was built with.")
            }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length.isFinite, length > 0 else { throw Self.broken(endpoint, "a vector has the length \(length)") }
            return vector.map { $0 / length }
        }
    }

    private static func broken(_ endpoint: EmbeddingsEndpoint, _ reason: String) -> Problem {
        endpoint.problem("its answer breaks the protocol: \(reason)", remedy: "Check that the address is that of an OpenAI-compatible server.")
    }
}
