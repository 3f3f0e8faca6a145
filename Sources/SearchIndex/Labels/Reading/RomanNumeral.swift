/// Roman numerals.
enum RomanNumeral {
    private static let signs: [(letters: String, value: Int)] = [
        ("dccc", 800), ("dcc", 700), ("dc", 600), ("d", 500), ("cd", 400), ("ccc", 300), ("cc", 200), ("c", 100), ("xc", 90), ("lxxx", 80),
        ("lxx", 70), ("lx", 60), ("l", 50), ("xl", 40), ("xxx", 30), ("xx", 20), ("x", 10), ("ix", 9), ("viii", 8), ("vii", 7), ("vi", 6),
        ("v", 5), ("iv", 4), ("iii", 3), ("ii", 2), ("i", 1),
    ]

    static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "i"), UInt8(ascii: "v"), UInt8(ascii: "x"), UInt8(ascii: "l"), UInt8(ascii: "c"), UInt8(ascii: "d"): true
        default: false
        }
    }

    /// The number that a word in small letters stands for; nil when it is not one in its regular spelling.
    static func value(of word: String) -> Int? {
        var rest = Substring(word)
        var value = 0
        var scale = 1000
        for (letters, worth) in signs where rest.hasPrefix(letters) && worth < scale {
            rest = rest.dropFirst(letters.utf8.count)
            value += worth
            // Hundreds, tens and units come once each, in that order.
            scale = worth >= 100 ? 100 : worth >= 10 ? 10 : 1
        }
        return rest.isEmpty && value > 0 ? value : nil
    }
}
