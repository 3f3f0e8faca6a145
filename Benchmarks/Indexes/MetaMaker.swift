import Base
import Foundation
import SearchIndex

/// A `meta.json` of any size, seeded and written as a stream: words by a law of frequency like that of texts, so that common ones have long
/// posting lists and rare ones are many.
struct MetaMaker {
    private static let syllables = [
        "la", "re", "con", "ti", "mo", "der", "se", "ción", "pa", "vi", "lo", "ne", "bra", "tu", "im", "gar", "fe", "do", "xa", "que", "sol", "ju",
    ]
    /// How many words there are.
    private static let vocabulary = 400_000

    /// Writes chunks until they have so many bytes.
    /// - Returns: How many chunks there are.
    static func write(bytes: Int, to path: String) throws -> Int {
        let writer = try ChunkWriter(path: path)
        var random = SplitMix(seed: 1_024)
        var (written, number) = (0, 0)
        while written < bytes {
            var text = ""
            while text.utf8.count < 900 { text += word(&random) + (Int.random(in: 0..<12, using: &random) == 0 ? ". " : " ") }
            try writer.append(
                Chunk(number: number, text: text, title: "Document \(number / 40)", source: "\(number / 40).pdf", page: number % 40 + 1, language: "es"))
            // With its keys and marks, a chunk is about so much longer than its text.
            written += text.utf8.count + 90
            number += 1
        }
        try writer.finish()
        return number
    }

    private static func word(_ random: inout SplitMix) -> String {
        // Ranks evenly drawn on a logarithmic scale follow Zipf's law.
        var rank = Int(exp(Double.random(in: 0..<log(Double(vocabulary)), using: &random)))
        var word = ""
        repeat {
            word += syllables[rank % syllables.count]
            rank /= syllables.count
        } while rank > 0
        return word
    }
}
