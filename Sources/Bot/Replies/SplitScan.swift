/// The beginning of a text as one look over it shows it: what is open where, what stays whole, and where it may be cut.
struct SplitScan {
    /// What is open before each character, and at the end.
    private(set) var marks: [OpenMark]
    /// An opening of code at the very end, with nothing in it yet: not worth showing.
    private(set) var bareFence: (start: Int, end: Int)?

    /// UTF-16 units before each character, and all of them at the end.
    private var units: [Int] = [0]
    /// Whether a cut before the character would go through something that stays whole.
    private var isWhole: [Bool]
    private let text: [Character]

    init(_ slice: ArraySlice<Character>, after opened: OpenMark) {
        text = Array(slice)
        isWhole = Array(repeating: false, count: text.count + 1)
        marks = Array(repeating: opened, count: text.count + 1)
        for character in text { units.append(units[units.count - 1] + character.utf16.count) }
        findMarks(opened)
    }

    /// Whether three backticks stand in a row somewhere.
    static func hasFence(_ text: some Collection<Character>) -> Bool {
        var ticks = 0
        for character in text {
            ticks = character == "`" ? ticks + 1 : 0
            if ticks == 3 { return true }
        }
        return false
    }

    /// Where to cut a text that goes on after this: characters before the cut, at least one.
    /// - Parameter room: How many units the message takes.
    func cut(room: Int) -> Int {
        var best: [SplitRank: Int] = [:]
        for offset in stride(from: text.count, through: 1, by: -1) where !isWhole[offset] {
            guard let rank = rank(at: offset), best[rank] == nil else { continue }
            if units[offset] >= Int(rank.leastShare * Double(room)) { best[rank] = offset }
            if best[.any] == nil { best[.any] = offset }
            if rank == .paragraph { break }
        }
        for rank in SplitRank.allCases { if let offset = best[rank] { return offset } }
        // One word longer than a message is cut between characters; what stays whole but is longer, wherever the message ends.
        return (1...text.count).last { !isWhole[$0] } ?? text.count
    }

    // MARK: Marks

    private mutating func findMarks(_ opened: OpenMark) {
        var open = opened
        var index = 0
        while index < text.count {
            marks[index] = open
            let next: Int
            switch open {
            case .code: next = passCode(at: index, &open)
            case .nothing, .line: next = passProse(at: index, &open)
            }
            for offset in index + 1..<max(next, index + 1) {
                isWhole[offset] = true
                marks[offset] = open
            }
            index = next
        }
        marks[text.count] = open.isCode || text.last?.isNewline != true ? open : .nothing
    }

    /// - Returns: Where to go on.
    private mutating func passCode(at index: Int, _ open: inout OpenMark) -> Int {
        let end = endOfTicks(from: index)
        guard end - index >= 3 else { return max(end, index + 1) }
        // The end of code stays with its last line.
        var before = index
        while before > 0, text[before - 1].isWhitespace {
            isWhole[before] = true
            before -= 1
        }
        isWhole[before] = true
        open = .nothing
        return end
    }

    private mutating func passProse(at index: Int, _ open: inout OpenMark) -> Int {
        if index == 0 ? open == .nothing : text[index - 1].isNewline {
            let prefix = OpenMark.linePrefixes.first { text[index...].starts(with: $0) }
            open = prefix.map { .line(prefix: $0) } ?? .nothing
            marks[index] = .nothing
            if let prefix {
                isWhole[index + prefix.count] = true
                return index + prefix.count
            }
        }
        guard endOfTicks(from: index) - index >= OpenMark.fence.count else {
            guard let end = spanEnd(at: index), end > index + 1 else { return index + 1 }
            // It may go on after this beginning of the text.
            if end == text.count { isWhole[end] = true }
            return end
        }
        let (end, language) = header(at: index)
        open = .code(language: language)
        // The opening stays with the first character of the code.
        isWhole[end] = true
        return end
    }

    /// The end of the opening of code that begins here, white space after it included, and its language.
    private mutating func header(at index: Int) -> (end: Int, language: String) {
        let ticks = endOfTicks(from: index)
        let word = text[ticks...].prefix(OpenMark.longestLanguage + 1).prefix { Self.isOfLanguage($0) }
        let isLanguage = word.count <= OpenMark.longestLanguage && word.endIndex < text.count && text[word.endIndex].isNewline
        // A word that goes to the end may still turn out to be one.
        var end = isLanguage || word.endIndex == text.count ? word.endIndex : ticks
        while end < text.count, text[end].isWhitespace { end += 1 }
        if end == text.count, isLanguage || word.isEmpty { bareFence = (index, end) }
        return (end, isLanguage ? String(word) : "")
    }

    private func endOfTicks(from index: Int) -> Int { text[index...].firstIndex { $0 != "`" } ?? text.count }

    private static func isOfLanguage(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "_+-.#".contains(character))
    }

    /// The end of a link, a citation, a mention or inline code that begins here, or nil. What the end of the text leaves open is whole up to
    /// there, if it is not too long for such a thing.
    private func spanEnd(at index: Int) -> Int? {
        func end(from start: Int, _ stop: (Character) -> Bool) -> Int { text[start...].firstIndex(where: stop) ?? text.count }
        func unclosed(_ stop: Int) -> Int? { stop == text.count && stop - index <= Self.longestOpen ? stop : nil }
        switch text[index] {
        case "<":
            let stop = end(from: index + 1) { $0 == ">" || $0 == "<" || $0.isWhitespace }
            return stop < text.count && text[stop] == ">" ? stop + 1 : stop
        case "`":
            let length = endOfTicks(from: index) - index
            var stop = index + length
            while stop < text.count, !text[stop].isNewline {
                let run = endOfTicks(from: stop) - stop
                if run == length { return stop + run }
                stop += max(run, 1)
            }
            return unclosed(stop)
        case "[":
            let stop = end(from: index + 1) { $0 == "]" || $0 == "[" || $0.isNewline }
            guard stop < text.count, text[stop] == "]" else { return unclosed(stop) }
            guard stop + 1 < text.count, text[stop + 1] == "(" else { return stop + 1 }
            let close = end(from: stop + 2) { $0 == ")" || $0.isWhitespace }
            return close < text.count && text[close] == ")" ? close + 1 : close
        case "h" where text[index...].starts(with: "http://") || text[index...].starts(with: "https://"):
            return end(from: index) { $0.isWhitespace }
        default: return nil
        }
    }

    private static let longestOpen = 300

    // MARK: Places

    /// What kind of place for a cut this is; nil for none.
    private func rank(at offset: Int) -> SplitRank? {
        guard text[offset - 1].isWhitespace else { return nil }
        let isInCode = marks[offset].isCode
        if text[offset - 1].isNewline { return isInCode ? .codeLine : lineRank(at: offset) }
        // What follows must be known.
        guard offset < text.count, !text[offset].isWhitespace else { return nil }
        guard !isInCode else { return .codeWord }
        // At the beginning of a message these would make a quotation, a heading or an item of a list.
        let next = text[offset...].prefix(Self.longestLineMark)
        if Self.lineMarks.contains(where: { next.count < $0.count ? $0.starts(with: next) : next.starts(with: $0) }) { return nil }
        // A citation after a full stop belongs to that sentence.
        guard text[offset] != "[", !text[offset].isLowercase else { return .word }
        let before = text[..<(offset - 1)].last { !"\"'»”’)]*_".contains($0) }
        return before.map { ".!?…".contains($0) } == true ? .sentence : .word
    }

    private func lineRank(at offset: Int) -> SplitRank {
        // What is indented belongs to the item of a list above it.
        if offset < text.count, text[offset] == " " || text[offset] == "\t" { return .innerLine }
        let isAfterBlank = offset >= 2 && text[offset - 2].isNewline
        let isAfterCode = offset >= 4 && text[(offset - 4)..<(offset - 1)].elementsEqual(OpenMark.fence)
        return isAfterBlank || isAfterCode || text[offset...].starts(with: OpenMark.fence) ? .paragraph : .line
    }

    private static let lineMarks = ["> ", ">>> ", "-# ", "- ", "* ", "# ", "## ", "### "]
    private static let longestLineMark = 4
}
