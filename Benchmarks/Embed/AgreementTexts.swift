import Base
import Foundation

/// Texts on which the embedded model is compared with its reference: a thousand of the sets, in three languages, and odd ones.
struct AgreementTexts {
    let all: [String]

    /// - Parameter folder: That of the sets.
    init(folder: String) throws {
        let sets = try RetrievalSet.all(in: folder)
        var seen: Set<String> = []
        let texts = sets.flatMap { set in set.passages.prefix(200).map(\.text) + set.questions.prefix(250).map(\.text) }
            .filter { seen.insert($0).inserted }
        guard texts.count >= 1000 else {
            throw Problem(
                .usage, what: "cannot compare a thousand texts", location: folder, reason: "the sets have \(texts.count) different ones",
                remedy: "Name a folder with more sets with --data.")
        }
        var random = SplitMix(seed: 8)
        let joined = texts.joined(separator: " ")
        let long = [String(joined.prefix(20_000)), String(joined.uppercased().prefix(2000))]
        let some = Array(texts.shuffled(using: &random).prefix(1000))
        let mixed: [String] = (0..<200).map { _ in Self.mixed(using: &random) }
        all = some + Self.odd + long + mixed
    }

    /// What people and documents hold now and then, and what nobody should.
    private static let odd = [
        "", " ", " \t\r\n\u{3000}", "a", "?", "😀", "👩‍👩‍👧‍👦 família 🇧🇷🇪🇸 ok",
        "cafe\u{301} ac\u{327}a\u{303}o A\u{30a}ngstrom", "\u{301}\u{301}", "你好,世界。这是一个测试。", "日本語のテスト ｶﾀｶﾅ", "한국어 시험",
        "مرحبا بالعالم", "Привет, мир", "ไทยไม่มีช่องว่าง", "zero\u{200b}width\u{200d}join\u{feff}er", "nul\0 in \0text",
        "\0", "\u{1}\u{2}\u{1f}\u{7f}", "<s> </s> <unk>", "▁▁▁", "▁a▁ b", "☃☃☃𓀀𓀀", "ﬁ ﬂ ½ ㌔ ①Ⅷ ｈａｌｆ", "İstanbul ẞ ß ŉ ǅ",
        "𝕳𝖊𝖑𝖑𝖔 𝟙𝟚𝟛", "x\u{ad} soft\u{a0}hyphen\u{2028}line", "~`|\\^{}[]<>...,,,!!!???",
        "\u{202e}abc\u{202c} \u{fffd} \u{10ffff}", "e  muitos    espaços   ", "¿CUÁL ES EL PLAZO PARA PRESENTAR UN RECURSO?",
        "QUAL É O PRAZO DE INSCRIÇÃO?", "HOW DO I RESET MY PASSWORD?", String(repeating: "1234567890", count: 50),
        "3,14159 2.718 1.234.567,89 0x1F 12h30 2024-02-29 +55 (11) 98765-4321", String(repeating: "ñ", count: 100),
        String(repeating: "A", count: 300), String(repeating: "word", count: 40), String(repeating: "a ", count: 3000),
        "http://example.org/a?b=c&d=%20e#f https://www.example.com/very/long/path/index.html?utm_source=x&id=0123456789abcdef",
        "user@example.org", "C++20 / C# / .NET", "\u{d7ff}\u{e000}",
        "el plazo срок 期限 الموعد η προθεσμία o prazo the deadline",
    ]

    /// Some characters of many scripts, control characters and combining marks among them.
    private static func mixed(using random: inout SplitMix) -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0...31, 32...126, 160...0x24f, 0x300...0x36f, 0x370...0x5ff, 0x2000...0x206f, 0x2100...0x218f, 0x3040...0x30ff, 0x4e00...0x4eff,
            0xff00...0xffef, 0x1f300...0x1f6ff,
        ]
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 1...60, using: &random) {
            guard let range = ranges.randomElement(using: &random), let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) else {
                continue
            }
            scalars.append(scalar)
        }
        return String(scalars)
    }
}
