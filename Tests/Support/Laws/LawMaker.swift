import Base

/// Makes laws that differ in what they say and have the same article numbers, cite one another, and quote what they amend. The same seed
/// gives the same laws.
package struct LawMaker {
    private var random: SplitMix
    private var names: [(kind: String, number: String, day: String, year: Int)] = []

    package init(seed: UInt64) {
        random = SplitMix(seed: seed)
    }

    /// - Parameter articles: How many articles each has, those with letters not counted.
    package mutating func laws(_ count: Int, articles: Int) -> [MadeLaw] {
        names = (0..<count).map { place in
            let kind = place % 9 == 3 ? "Lei Complementar" : place % 9 == 5 ? "Decreto-Lei" : place % 9 == 7 ? "Decreto" : "Lei"
            let number = kind == "Lei Complementar" ? 60 + place : 4_000 + place * 397 % 9_900
            let year = kind == "Decreto-Lei" ? 1940 + place % 9 : 1964 + place * 7 % 60
            return (kind, Self.thousands(number), "\(1 + place % 28) de \(Self.months[place % 12])", year)
        }
        return names.indices.map { law($0, articles: articles) }
    }

    /// Questions of all forms, `each` of them for every law.
    package mutating func questions(of laws: [MadeLaw], each: Int) -> [LabelQuestion] {
        laws.flatMap { law in
            (0..<each).flatMap { _ in LabelQuestion.Form.allCases.map { question($0, of: law) } }
        }
    }

    private mutating func question(_ form: LabelQuestion.Form, of law: MadeLaw) -> LabelQuestion {
        let short = law.kind == "Lei Complementar" ? "LC" : law.kind == "Decreto-Lei" ? "DL" : law.kind
        let plain = law.number.replacing(".", with: "")
        let name = pick([
            law.shortName, law.longName, "\(law.kind) \(law.number)", "\(law.kind) \(plain)/\(law.year)", "\(short) \(law.number)/\(law.year % 100)",
            "\(law.kind.lowercased()) \(plain)", "\(law.kind.uppercased()) N. \(law.number) DE \(law.year)",
        ])
        switch form {
        case .article:
            let article = pick(law.articles)
            let number = pick([article.number, article.number.replacing("º", with: ""), article.number.replacing("º", with: "o")])
            let text = pick([
                "O que diz o art. \(number) da \(name)?", "o que dispõe o artigo \(number) da \(name)", "\(name), art. \(number)",
                "Explique o Art \(number) da \(name), por favor.",
            ])
            return LabelQuestion(form: form, text: text, law: law.fileName, answer: article.start)
        case .paragraph:
            let article = pick(law.articles.filter { $0.paragraph != nil })
            let (number, start) = article.paragraph ?? ("", "")
            let said = number == "único" ? "parágrafo único" : pick(["§ \(number)", "§\(number)", "parágrafo \(number.replacing("º", with: ""))"])
            let text = pick([
                "art. \(article.number), \(said), da \(name)", "O que prevê o \(said) do art. \(article.number) da \(name)?",
                "\(name), art. \(article.number), \(said)",
            ])
            return LabelQuestion(form: form, text: text, law: law.fileName, answer: start)
        case .vigour:
            let answer = law.articles.last { $0.lines[0].contains("em vigor") }?.start ?? ""
            return LabelQuestion(form: form, text: "Quando entra em vigor a \(name)?", law: law.fileName, answer: answer)
        }
    }

    // MARK: A law

    private mutating func law(_ place: Int, articles count: Int) -> MadeLaw {
        let name = names[place]
        var law = MadeLaw(kind: name.kind, number: name.number, day: name.day, year: name.year, articles: [], paragraphs: [])
        law.paragraphs = [
            "Presidência da República", "Casa Civil", "Subchefia para Assuntos Jurídicos",
            "\(name.kind.uppercased()) Nº \(name.number), DE \(name.day.uppercased()) DE \(name.year).", "Texto compilado", "(Vide \(citation()))",
            "Dispõe sobre \(phrase()) e dá outras providências.",
            "O PRESIDENTE DA REPÚBLICA Faço saber que o Congresso Nacional decreta e eu sanciono a seguinte Lei:",
        ]
        let chapters = max(2, count / 15)
        for number in 1...count {
            if (number - 1) % ((count + chapters - 1) / chapters) == 0 {
                law.paragraphs += [
                    "CAPÍTULO \(Self.romans[law.paragraphs.count { $0.hasPrefix("CAPÍTULO") }])", "D\(pick(["o", "os"])) \(phrase())".uppercased(),
                ]
            }
            append(article("\(number)\(number < 10 ? "º" : "")", of: place, last: number == count), to: &law)
            if number > 9, number % 10 == 0 { append(article("\(number)-A", of: place, last: false), to: &law) }
        }
        return law
    }

    private mutating func append(_ article: MadeLaw.Article, to law: inout MadeLaw) {
        // What was replaced stands before what is in force.
        if Int.random(in: 0..<12, using: &random) == 0 {
            law.paragraphs.append("Art. \(article.number)\(Self.point(article.number)) \(sentence()) (Revogado pela \(citation()))")
        }
        law.articles.append(article)
        law.paragraphs += article.lines
    }

    private mutating func article(_ number: String, of place: Int, last: Bool) -> MadeLaw.Article {
        let head = "Art. \(number)\(Self.point(number))"
        if last {
            return MadeLaw.Article(
                number: number,
                lines: [
                    "\(head) Est\(names[place].kind == "Decreto" ? "e Decreto" : "a Lei") entra em vigor \(pick(["na data de sua publicação", "após decorridos \(Int.random(in: 30..<200, using: &random)) dias de sua publicação oficial"])).\(note())"
                ])
        }
        var lines = ["\(head) \(sentence())\(note())"]
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            let cited = pick(names)
            lines = ["\(head) A \(cited.kind) nº \(cited.number), de \(cited.day) de \(cited.year), passa a vigorar com as seguintes alterações:"]
            let other = Int.random(in: 1...9, using: &random)
            lines += ["“Art. \(other)º \(sentence())", "§ 1º \(sentence())", "I - \(phrase());", "..........................” (NR)"]
        case 1...4:
            lines[0] = "\(head) \(sentence(ending: ":"))"
            for item in 0..<Int.random(in: 2...6, using: &random) {
                lines.append("\(Self.romans[item]) - \(phrase()), nos termos do art. \(Int.random(in: 1...120, using: &random)) da \(citation());")
            }
            if Bool.random(using: &random) { lines += ["a) \(phrase());", "b) \(phrase())."] }
        default: break
        }
        var paragraph: (String, String)?
        let paragraphs = Int.random(in: 0...12, using: &random)
        for index in 1..<max(1, paragraphs) {
            let label = paragraphs == 2 ? "Parágrafo único." : "§ \(index)\(index < 10 ? "º" : ".")"
            lines.append("\(label) \(sentence())\(note())")
            if index == max(1, paragraphs - 2) {
                paragraph = (paragraphs == 2 ? "único" : "\(index)\(index < 10 ? "º" : "")", String(lines[lines.count - 1].prefix(60)))
            }
        }
        return MadeLaw.Article(number: number, lines: lines, paragraph: paragraph)
    }

    // MARK: Words

    private mutating func note() -> String {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: " (Redação dada pela \(citation()))"
        case 1: " (Incluído pela \(citation()))"
        case 2: " (Vide \(citation()))"
        default: ""
        }
    }

    private mutating func citation() -> String {
        let name = pick(names)
        return pick([
            "\(name.kind) nº \(name.number), de \(name.year)", "\(name.kind) nº \(name.number), de \(name.day) de \(name.year)",
            "\(name.kind) nº \(name.number)/\(name.year)",
        ])
    }

    private mutating func sentence(ending: String = ".") -> String {
        let number = Int.random(in: 2...120, using: &random)
        let middle =
            Bool.random(using: &random) ? ", observado o disposto no art. \(number) da \(citation())," : ", na forma do art. \(number) desta Lei,"
        return "\(pick(Self.subjects)) \(phrase())\(middle) \(pick(Self.verbs)) \(phrase()) e \(phrase())\(ending)"
    }

    private mutating func phrase() -> String {
        "\(pick(Self.nouns)) \(pick(Self.adjectives)) d\(pick(["a", "o"])) \(pick(Self.nouns))"
    }

    private mutating func pick<Element>(_ list: [Element]) -> Element { list[Int.random(in: 0..<list.count, using: &random)] }

    private static func point(_ number: String) -> String { number.hasSuffix("º") ? "" : "." }

    private static func thousands(_ number: Int) -> String {
        number < 1000 ? "\(number)" : "\(number / 1000)." + String("\(1000 + number % 1000)".dropFirst())
    }

    private static let months = [
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
    ]
    private static let romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"]
    private static let subjects = [
        "É vedado a", "Compete a", "Fica instituído", "São proibidos", "Considera-se", "O órgão competente para", "É assegurado a",
    ]
    private static let verbs = ["deverá observar", "aplica-se a", "dependerá de", "sujeita o infrator a", "será regulado por", "não prejudica"]
    private static let nouns = [
        "registro", "candidato", "propaganda", "partido", "eleitor", "contrato", "licitação", "servidor", "benefício", "tributo", "imposto",
        "multa", "recurso", "processo", "prazo", "tribunal", "município", "autarquia", "empresa", "consumidor", "fornecedor", "produto",
        "serviço", "segurado", "trabalhador", "empregador", "salário", "jornada", "acidente", "pensão", "filho", "família", "adoção", "imóvel",
        "posse", "propriedade", "locação", "fiança", "crédito", "falência", "sociedade", "acionista", "marca", "patente", "obra", "autor",
        "floresta", "licença", "resíduo", "água", "energia", "concessão", "tarifa", "veículo", "condutor", "infração", "arma", "droga", "pena",
        "preso", "regime", "medida", "vítima", "testemunha", "perícia", "sentença", "cadastro", "dado", "titular", "controlador", "escola",
    ]
    private static let adjectives = [
        "público", "eleitoral", "federal", "especial", "provisório", "definitivo", "eletrônico", "anual", "mensal", "obrigatório", "facultativo",
        "gratuito", "coletivo", "individual", "ambiental", "fiscal", "civil", "penal", "sanitário", "técnico", "social", "regional", "urbano",
        "rural",
    ]
}
