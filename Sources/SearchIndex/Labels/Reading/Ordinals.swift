/// Ordinals in words, folded.
enum Ordinals {
    static var words: some Sequence<String> { values.keys }

    private static let values: [String: Int] = {
        let lists: [(first: Int, step: Int, words: String)] = [
            (1, 1, "primeir segund terceir quart quint sext setim oitav non decim undecim duodecim"),
            (1, 1, "primer segund tercer cuart quint sext septim octav noven decim undecim duodecim"),
            (10, 10, "decim vigesim trigesim quadragesim quinquagesim sexagesim septuagesim octogesim nonagesim centesim"),
            (40, 10, "cuadragesim"), (13, 1, "decimotercer decimocuart decimoquint decimosext decimoseptim decimooctav decimonoven"),
        ]
        var values: [String: Int] = [:]
        for list in lists {
            for (place, stem) in list.words.split(separator: " ").enumerated() {
                for ending in ["o", "a"] { values["\(stem)\(ending)"] = list.first + place * list.step }
            }
        }
        for (place, word) in ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"].enumerated() {
            values[word] = place + 1
        }
        return values
    }()

    static func value(of word: String) -> Int? { values[word] }
}
