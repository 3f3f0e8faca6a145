import Base
import Foundation

/// How people type a question.
enum Variant: String, CaseIterable {
    case asWritten = "as-written"
    case unaccented = "no-accents"
    case misspelt = "misspelt"

    /// For people.
    var name: String {
        switch self {
        case .asWritten: "as written"
        case .unaccented: "no accents"
        case .misspelt: "one word misspelt"
        }
    }

    /// The question in this spelling; `seed` chooses the word and the slip.
    func apply(to text: String, seed: UInt64) -> String {
        switch self {
        case .asWritten: return text
        case .unaccented: return text.folding(options: .diacriticInsensitive, locale: nil)
        case .misspelt:
            var random = SplitMix(seed: seed)
            var words = text.split(separator: " ").map(String.init)
            // A long word, since these carry the question.
            let long = words.indices.filter { words[$0].count >= 5 }
            guard let place = long.randomElement(using: &random) else { return text }
            var letters = Array(words[place])
            let at = Int.random(in: 1..<letters.count - 2, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: letters.swapAt(at, at + 1)
            case 1: letters.remove(at: at)
            default: letters.insert(letters[at], at: at)
            }
            words[place] = String(letters)
            return words.joined(separator: " ")
        }
    }
}
