/// How a long passage is cut into windows, each of which gets a vector of its own. All lengths are in tokens.
///
/// The model averages over its tokens, so a vector of a long text says little of each part; windows of about 150 tokens, the best of
/// which counts, found most in the sets measured.
package struct Windowing: Sendable, Equatable {
    /// The most that a window holds of the passage.
    package var length = 150
    /// What a window repeats of the one before it.
    package var overlap = 20
    /// How far a cut may be moved back from where it is due, to fall between two sentences.
    package var slack = 40
    /// The most of the title that is put before each window.
    package var title = 32
    /// What stands between title and window.
    package var separator = ". "

    package init() {}

    /// The texts to embed for a passage: at least one, each with the title before it.
    /// - Parameter count: How many tokens a piece of text has.
    func texts(for passage: PassageInput, count: (Substring) -> Int) -> [String] {
        let title = Self.prefix(of: passage.title, tokens: self.title, count: count)
        let words = Word.all(in: passage.text, longest: max(length / 4, 1), count: count)
        return windows(words).map { window in
            let text =
                window.isEmpty ? "" : String(passage.text[words[window.lowerBound].text.startIndex..<words[window.upperBound - 1].text.endIndex])
            return title.isEmpty ? text : text.isEmpty ? title : title + separator + text
        }
    }

    /// Ranges of words: windows of about equal length, no longer than `length`, each beginning `overlap` before the last one's end.
    func windows(_ words: [Word]) -> [Range<Int>] {
        var ends = [0]
        for word in words { ends.append((ends.last ?? 0) + word.tokens) }
        guard let total = ends.last, total > length else { return [0..<words.count] }
        let overlap = min(self.overlap, length / 2)
        var windows: [Range<Int>] = []
        var start = 0
        while true {
            let rest = total - ends[start]
            guard rest > length else { return windows + [start..<words.count] }
            // What is left is shared evenly, so that no window is a scrap.
            let parts = (rest - overlap + length - overlap - 1) / (length - overlap)
            let due = ends[start] + min((rest - overlap + parts - 1) / parts + overlap + slack / 2, length)
            let cut = self.cut(words, ends: ends, after: windows.last?.upperBound ?? 0, due: due)
            windows.append(start..<cut)
            guard cut < words.count else { return windows }
            var next = cut
            while next > start + 1, ends[cut] - ends[next - 1] <= overlap { next -= 1 }
            start = max(next, start + 1)
        }
    }

    /// The last sentence's end at or before `due` within the slack, else the last word's; always after the last window's.
    private func cut(_ words: [Word], ends: [Int], after previous: Int, due: Int) -> Int {
        var last = previous + 1
        while last < words.count, ends[last + 1] <= due { last += 1 }
        let sentences = (previous + 1...last).reversed().prefix { due - ends[$0] <= slack }
        return sentences.first { words[$0 - 1].endsSentence } ?? last
    }

    /// The beginning of a title, in whole words.
    private static func prefix(of title: String, tokens: Int, count: (Substring) -> Int) -> String {
        let words = Word.all(in: title, longest: tokens, count: count)
        var total = 0
        let kept = words.prefix { word in
            total += word.tokens
            return total <= tokens
        }
        guard let first = kept.first, let last = kept.last else { return "" }
        return String(title[first.text.startIndex..<last.text.endIndex])
    }
}

/// A word of a passage, or a part of one where a script writes no spaces.
struct Word: Equatable {
    var text: Substring
    var tokens: Int
    var endsSentence: Bool

    /// The words in order; what has more than `longest` tokens is cut in halves until it has not.
    static func all(in text: String, longest: Int, count: (Substring) -> Int) -> [Word] {
        var words: [Word] = []
        func add(_ text: Substring, ends: Bool) {
            let tokens = count(text)
            guard tokens > longest, let middle = middle(of: text) else {
                words.append(Word(text: text, tokens: tokens, endsSentence: ends))
                return
            }
            add(text[..<middle], ends: false)
            add(text[middle...], ends: ends)
        }
        let sentenceEnds: Set<Unicode.Scalar> = [".", "!", "?", "…", ":", ";", "。", "！", "？"]
        let closers: Set<Unicode.Scalar> = ["\"", "'", ")", "]", "»", "”", "’"]
        var rest = text.unicodeScalars[...]
        while let start = rest.firstIndex(where: { !$0.isSpace }) {
            let end = rest[start...].firstIndex { $0.isSpace } ?? rest.endIndex
            let gap = rest[end...].prefix { $0.isSpace }
            let last = rest[start..<end].last { !closers.contains($0) }
            // A line's end counts only where a blank line follows, as lines are often broken for width.
            add(text[start..<end], ends: last.map(sentenceEnds.contains) ?? false || gap.count { $0 == "\n" } > 1)
            rest = rest[end...]
        }
        return words
    }

    /// The character boundary nearest to the middle, unless there is none within.
    private static func middle(of text: Substring) -> String.Index? {
        let scalars = text.unicodeScalars
        let middle = scalars.index(scalars.startIndex, offsetBy: scalars.count / 2)
        return middle > text.startIndex ? middle : nil
    }
}

extension Unicode.Scalar {
    /// Whether it is white space; the table of properties is asked only beyond ASCII, for it takes longer than all else that cutting does.
    fileprivate var isSpace: Bool { isASCII ? value == 32 || (9...13).contains(value) : properties.isWhitespace }
}
