/// The places at which the beginning of a text may be cut, found by one look over it.
struct SplitScan {
    /// Kinds of places, the best first.
    enum Rank: CaseIterable {
        case paragraph, line, codeLine, sentence, word
        /// The same places, where the better kinds would leave the message too empty.
        case any

        /// How full a message must at least be for a cut of this kind.
        var leastShare: Double {
            switch self {
            case .paragraph, .line, .codeLine, .sentence: 0.5
            case .word: 0.25
            case .any: 0
            }
        }
    }

    struct Place {
        /// Characters before the cut.
        var offset: Int
        var rank: Rank
    }

    /// UTF-16 units before each character, and all of them at the end.
    private(set) var units: [Int] = [0]
    /// The code that is open before each character, and at the end.
    private(set) var fences: [CodeFence?] = []
    private(set) var places: [Place] = []

    private let text: [Character]
    /// Whether a cut before the character would go through something that stays whole.
    private var isWhole: [Bool]

    init(_ slice: ArraySlice<Character>, fence: CodeFence?) {
        text = Array(slice)
        isWhole = Array(repeating: false, count: text.count + 1)
        for character in text { units.append(units[units.count - 1] + character.utf16.count) }
        findFences(fence)
        findSpans()
        findPlaces()
    }

    private mutating func findFences(_ fence: CodeFence?) {
        var open = fence
        fences = Array(repeating: fence, count: text.count + 1)
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(where: \.isNewline) ?? text.count
            let next = min(end + 1, text.count)
            let line = text[start..<end]
            let before = open
            if let current = open {
                if current.isClosed(by: line) { open = nil }
            } else {
                open = CodeFence(opening: line)
            }
            for offset in start..<next { fences[offset] = before }
            fences[next] = open
            // The line of a fence stays whole; the one that opens keeps its first line of code, the one that closes its last.
            if before != open || before == nil && line.drop(while: { $0 == " " }).prefix(3).elementsEqual("```") {
                for offset in (start + 1)..<max(next, start + 1) { isWhole[offset] = true }
                if open != nil { isWhole[next] = true } else if before != nil { isWhole[start] = true }
            }
            start = next
        }
    }

    /// Marks links, citations, mentions and inline code outside of blocks of code.
    private mutating func findSpans() {
        var index = 0
        while index < text.count {
            guard fences[index] == nil, let end = spanEnd(at: index) else {
                index += 1
                continue
            }
            for offset in index + 1..<max(end, index + 1) { isWhole[offset] = true }
            index = max(end, index + 1)
        }
    }

    /// The end of what begins here and stays whole, or nil. What the end of the text leaves open is whole up to there.
    private func spanEnd(at index: Int) -> Int? {
        let rest = text[index...].prefix(600)
        func end(of stop: (Character) -> Bool) -> Int { rest.dropFirst().firstIndex(where: stop) ?? rest.endIndex }
        switch text[index] {
        case "<":
            let stop = end { $0 == ">" || $0.isWhitespace }
            return stop < text.count && text[stop] == ">" ? stop + 1 : stop
        case "`":
            let stop = end { $0 == "`" || $0.isNewline }
            return stop < text.count && text[stop] == "`" ? stop + 1 : stop
        case "[":
            let stop = end { $0 == "]" || $0.isNewline }
            guard stop < text.count, text[stop] == "]" else { return stop == text.count ? stop : nil }
            guard stop + 1 < text.count, text[stop + 1] == "(" else { return stop + 1 }
            let target = text[(stop + 1)...].prefix(600)
            let close = target.firstIndex { $0 == ")" || $0.isWhitespace } ?? target.endIndex
            return close < text.count && text[close] == ")" ? close + 1 : close
        case "h" where rest.starts(with: "http://") || rest.starts(with: "https://"):
            return end { $0.isWhitespace }
        default: return nil
        }
    }

    private mutating func findPlaces() {
        guard text.count > 1 else { return }
        for offset in 1..<(text.count + 1) where !isWhole[offset] && text[offset - 1].isWhitespace {
            guard let rank = rank(at: offset) else { continue }
            places.append(Place(offset: offset, rank: rank))
            places.append(Place(offset: offset, rank: .any))
        }
    }

    /// What kind of place this is, white space being before it.
    private func rank(at offset: Int) -> Rank? {
        let isInCode = fences[offset] != nil
        guard text[offset - 1].isNewline else {
            guard !isInCode else { return nil }
            // A citation after a full stop belongs to that sentence; and what follows must be known.
            guard offset < text.count, text[offset] != "[", !text[offset].isWhitespace else { return .word }
            let before = text[..<(offset - 1)].last { !"\"'»”’)]*_".contains($0) }
            return before.map { ".!?…".contains($0) } == true && !text[offset].isLowercase ? .sentence : .word
        }
        guard !isInCode else { return .codeLine }
        let isAfterCode = offset >= 1 && fences[max(offset - 2, 0)] != nil
        let isEmptyBefore = offset >= 2 && text[offset - 2].isNewline
        let isBeforeCode = offset < text.count && text[offset...].drop { $0 == " " }.prefix(3).elementsEqual("```")
        return isEmptyBefore || isAfterCode || isBeforeCode ? .paragraph : .line
    }
}
