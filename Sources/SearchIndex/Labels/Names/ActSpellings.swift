/// The ways in which kinds of acts are written, folded.
enum ActSpellings {
    /// What was found at a place.
    struct Match {
        var kind: ActKind
        var next: Int
        /// Whether it is a few letters that mean a kind only before a number: `LC`, `DL`.
        var isShort: Bool
    }

    /// Words of a kind, longer spellings before shorter ones with the same beginning.
    private static let table: [(words: String, kind: ActKind)] = [
        ("emenda constitucional", .amendment), ("emendas constitucionais", .amendment), ("lei complementar", .complementary),
        ("leis complementares", .complementary), ("lei organica", .organic), ("ley organica", .organic), ("leyes organicas", .organic),
        ("lei", .law), ("leis", .law), ("ley", .law), ("leyes", .law), ("decreto lei", .decreeLaw), ("decretos leis", .decreeLaw),
        ("decreto ley", .decreeLaw), ("real decreto ley", .royalDecreeLaw), ("real decreto legislativo", .royalLegislativeDecree),
        ("real decreto", .royalDecree), ("decreto legislativo", .legislativeDecree), ("decreto supremo", .decree), ("decreto", .decree),
        ("decretos", .decree), ("medida provisoria", .provisional), ("medidas provisorias", .provisional), ("resolucao", .resolution),
        ("resolucoes", .resolution), ("resolucion", .resolution), ("resolution", .resolution), ("portaria", .ordinance),
        ("portarias", .ordinance), ("orden", .ordinance), ("instrucao normativa", .instruction), ("instrucion", .instruction),
        ("provimento", .provision), ("deliberacao", .provision), ("ato normativo", .provision), ("acordao", .ruling), ("regulamento", .regulation),
        ("reglamento", .regulation), ("regulation", .regulation), ("diretiva", .directive), ("directiva", .directive),
        ("directive", .directive), ("codigo", .code), ("constituicao", .constitution), ("constitucion", .constitution),
        ("constitution", .constitution), ("regimento", .named), ("regimiento", .named), ("estatuto", .named), ("estatutos", .named),
        ("consolidacao", .named), ("contrato", .named), ("convenio", .named), ("edital", .named), ("acordo", .named), ("acuerdo", .named),
        ("contract", .named), ("agreement", .named), ("manual", .named), ("tratado", .named), ("treaty", .named), ("convencao", .named),
        ("convencion", .named), ("bylaws", .named), ("statutes", .named),
    ]

    private static let short: [String: ActKind] = [
        "lc": .complementary, "lcp": .complementary, "dl": .decreeLaw, "ec": .amendment, "emc": .amendment, "mp": .provisional,
        "mpv": .provisional, "res": .resolution, "in": .instruction, "lo": .organic, "rd": .royalDecree,
        "rdl": .royalDecreeLaw, "rdleg": .royalLegislativeDecree,
    ]

    private static let byFirstWord: [String: [(rest: [String], kind: ActKind)]] = {
        var byFirst: [String: [(rest: [String], kind: ActKind)]] = [:]
        for (words, kind) in table {
            let words = words.split(separator: " ").map(String.init)
            byFirst[words[0], default: []].append((Array(words.dropFirst()), kind))
        }
        return byFirst.mapValues { $0.sorted { $0.rest.count > $1.rest.count } }
    }()

    static var firstWords: [String] { Array(byFirstWord.keys) + short.keys }

    /// The kind whose spelling begins at a place; a hyphen may stand between its words.
    static func match(_ tokens: LabelTokens, at index: Int) -> Match? {
        guard tokens.has(index, .kind), let word = tokens.word(index) else { return nil }
        for (rest, kind) in byFirstWord[word] ?? [] {
            var next = index + 1
            let fits = rest.allSatisfy { part in
                if tokens.isSign(next, "-") { next += 1 }
                defer { next += 1 }
                return tokens.word(next) == part
            }
            if fits { return Match(kind: kind, next: next, isShort: false) }
        }
        guard let kind = short[word] else { return nil }
        return Match(kind: kind, next: tokens.isSign(index + 1, ".") ? index + 2 : index + 1, isShort: true)
    }
}
