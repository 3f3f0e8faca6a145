import Foundation

/// Text made fit for searching: one form of each character, no control characters, no runs of blanks.
enum Tidy {
    /// One paragraph's text. Line ends inside it are kept, blanks around them are not.
    static func paragraph(_ text: some StringProtocol) -> String {
        var out = String.UnicodeScalarView()
        var blank = false
        var lines = 0
        var needsComposing = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x0D, 0x85, 0x0B, 0x2028, 0x2029: lines += 1
            case 0x20, 0x09, 0x0C, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: blank = true
            // Soft hyphens, zero-width characters, marks of direction and of byte order, interlinear annotation.
            case 0..<0x20, 0x7F, 0xAD, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: break
            default:
                if !out.isEmpty, lines > 0 || blank { out.append(lines > 0 ? "\n" : " ") }
                lines = 0
                blank = false
                if (0x300...0x36F).contains(scalar.value) { needsComposing = true }
                if (0xFB00...0xFB06).contains(scalar.value) {
                    out.append(contentsOf: ligatures[Int(scalar.value - 0xFB00)].unicodeScalars)
                } else {
                    out.append(scalar)
                }
            }
        }
        return needsComposing ? String(out).precomposedStringWithCanonicalMapping : String(out)
    }

    private static let ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"]
}
