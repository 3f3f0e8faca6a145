/// Finds citations in an answer while it is being written, and takes out those of passages that do not exist.
///
/// A citation is a bracket with numbers of at most two digits: `[1]`, `[1, 2]`, `[1][3]`, `[1-3]`. In code, bracketed numbers are left as
/// they are. A bracket that may still become a citation, and the spaces before it, are held back until it is known.
package struct Citations: Sendable {
    private enum Place: Sendable, Equatable {
        case prose
        /// Within code that a run of this many backticks closes.
        case code(ticks: Int)
    }

    /// A longer bracket is no citation.
    private static let longest = 48

    private let count: Int
    private var place = Place.prose
    /// Backticks in a row so far.
    private var ticks = 0
    private var spaces = ""
    private var bracket = ""
    /// The numbers cited so far, in the order of their first citation.
    package private(set) var cited: [Int] = []

    /// - Parameter count: How many passages there are, numbered from 1.
    package init(of count: Int) {
        self.count = count
    }

    /// Takes the next piece of the answer and gives what can be shown of it now.
    package mutating func consume(_ piece: some StringProtocol) -> String {
        var shown = ""
        for character in piece { take(character, &shown) }
        return shown
    }

    /// What was still held back when the answer ended.
    package mutating func finish() -> String {
        defer { (spaces, bracket) = ("", "") }
        return spaces + bracket
    }

    private mutating func take(_ character: Character, _ shown: inout String) {
        if character != "`", ticks > 0 { endTicks() }
        guard place == .prose, character != "`" else {
            shown += spaces + bracket
            (spaces, bracket) = ("", "")
            if character == "`" { ticks += 1 }
            shown.append(character)
            return
        }
        if !bracket.isEmpty {
            if character == "]" {
                bracket.append(character)
                return endBracket(&shown)
            }
            if character.isASCII && character.isNumber || " ,;-–".contains(character), bracket.count < Self.longest {
                bracket.append(character)
                return
            }
            shown += spaces + bracket
            (spaces, bracket) = ("", "")
        }
        switch character {
        case "[": bracket = "["
        case " ": spaces.append(character)
        default:
            shown += spaces
            shown.append(character)
            spaces = ""
        }
    }

    private mutating func endTicks() {
        switch place {
        case .prose: place = .code(ticks: ticks)
        case .code(let opening): if opening == ticks { place = .prose }
        }
        ticks = 0
    }

    private mutating func endBracket(_ shown: inout String) {
        defer { (spaces, bracket) = ("", "") }
        guard let numbers = Self.numbers(in: bracket.dropFirst().dropLast()) else {
            shown += spaces + bracket
            return
        }
        let known = numbers.filter { (1...max(count, 1)).contains($0) && count > 0 }
        for number in known where !cited.contains(number) { cited.append(number) }
        guard !known.isEmpty else { return }
        shown += spaces + (known == numbers ? bracket : "[\(known.map(String.init).joined(separator: ", "))]")
    }

    /// The numbers of a citation, ranges spelt out, or nil when it is none.
    private static func numbers(in text: Substring) -> [Int]? {
        var numbers: [Int] = []
        for part in text.split(omittingEmptySubsequences: false, whereSeparator: { ",;".contains($0) }) {
            let ends = part.split(omittingEmptySubsequences: false, whereSeparator: { "-–".contains($0) }).map { end in
                let digits = end.split(separator: " ")
                return digits.count == 1 && digits[0].count <= 2 ? Int(digits[0]) : nil
            }
            switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
            case (1, let number?, _): numbers.append(number)
            case (2, let first?, let last?) where first <= last: numbers += Array(first...last)
            default: return nil
            }
        }
        return numbers
    }
}
