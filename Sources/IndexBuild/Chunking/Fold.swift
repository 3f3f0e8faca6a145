/// Letters without case and accent, for recognising words however they are written.
enum Fold {
    /// The ASCII capital of a Latin letter, a space for white space, `-` for a dash, `O` and `A` for the ordinal signs, 0 for all else.
    static func capital(_ scalar: Unicode.Scalar) -> UInt8 {
        switch scalar.value {
        case 0x61...0x7A: UInt8(scalar.value - 0x20)
        case 0x09, 0x0A, 0x0D, 0xA0, 0x2000...0x200A, 0x202F: 0x20
        case 0x21...0x7E, 0x20: UInt8(scalar.value)
        case 0xC0...0xC5, 0xE0...0xE5, 0xAA: UInt8(ascii: "A")
        case 0xC7, 0xE7: UInt8(ascii: "C")
        case 0xC8...0xCB, 0xE8...0xEB: UInt8(ascii: "E")
        case 0xCC...0xCF, 0xEC...0xEF: UInt8(ascii: "I")
        case 0xD1, 0xF1: UInt8(ascii: "N")
        case 0xD2...0xD6, 0xF2...0xF6, 0xBA, 0xB0: UInt8(ascii: "O")
        case 0xD9...0xDC, 0xF9...0xFC: UInt8(ascii: "U")
        case 0x2010...0x2015, 0x2212, 0xAD: UInt8(ascii: "-")
        default: 0
        }
    }
}
