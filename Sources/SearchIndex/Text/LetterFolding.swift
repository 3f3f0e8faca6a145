import Foundation

/// What becomes of a character beyond ASCII in a word.
enum LetterFolding {
    /// These bytes stand in its place.
    case letters([UInt8])
    /// It vanishes, and the word goes on: an accent of its own, a soft hyphen.
    case joined
    /// The word ends before it.
    case separator

    /// - Parameter scalar: The number of a Unicode scalar of at least 0x80.
    static func fold(_ scalar: UInt32) -> LetterFolding {
        scalar < latinEnd ? latin[Int(scalar - latinStart)] : compute(scalar)
    }

    private static let latinStart: UInt32 = 0x80
    private static let latinEnd: UInt32 = 0x400
    /// Latin and the combining accents, worked out once.
    private static let latin: [LetterFolding] = (latinStart..<latinEnd).map(compute)

    private static func compute(_ number: UInt32) -> LetterFolding {
        guard let scalar = Unicode.Scalar(number) else { return .separator }
        switch number {
        // Soft hyphen, joiners, and the accents that stand alone.
        case 0xAD, 0x200C, 0x200D, 0x2060, 0x300...0x36F: return .joined
        // The marks of ordinals: `5º` is the number 5.
        case 0xAA, 0xBA: return .separator
        default: break
        }
        if let letters = ligatures[number] { return .letters(Array(letters.utf8)) }
        let properties = scalar.properties
        guard properties.isAlphabetic || properties.numericType == .decimal || properties.generalCategory == .nonspacingMark else {
            return .separator
        }
        let plain = properties.lowercaseMapping.decomposedStringWithCompatibilityMapping.unicodeScalars
            .filter { !(0x300...0x36F).contains($0.value) }
        return .letters(Array(String(String.UnicodeScalarView(plain)).utf8))
    }

    /// Letters that Unicode does not take apart.
    private static let ligatures: [UInt32: String] = [
        0xC6: "ae", 0xE6: "ae", 0xD8: "o", 0xF8: "o", 0xDF: "ss", 0xD0: "d", 0xF0: "d", 0x110: "d", 0x111: "d", 0x131: "i", 0x141: "l",
        0x142: "l", 0x152: "oe", 0x153: "oe", 0xDE: "th", 0xFE: "th",
    ]
}
