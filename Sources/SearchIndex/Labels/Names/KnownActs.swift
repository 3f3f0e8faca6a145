/// Laws that are named more often than numbered: their numbers by their names and letters.
enum KnownActs {
    /// The acts that the longest beginning of a name stands for, and how many of its words that are. A name may be one of two countries.
    static func match(words: [String]) -> (acts: [ActName], used: Int)? {
        for used in stride(from: min(words.count, longest), to: 0, by: -1) {
            if let acts = byName[words.prefix(used).joined(separator: " ")] { return (acts, used) }
        }
        return nil
    }

    /// The acts that a few letters stand for, such as `CF`; `isSafe` where they stand for them also without an article beside them.
    static func match(letters: String) -> (acts: [ActName], isSafe: Bool)? {
        byLetters[letters].map { ($0, letters.utf8.count > 2 || letters == "cf") }
    }

    /// Letters that mean an act also where they are typed small.
    static let common: Set<String> = ["clt", "cdc", "cpc", "cpp", "ctn", "ctb", "eca", "lgpd", "rgpd", "gdpr", "loreg", "lindb"]

    /// Kind, number and year; names; `~` before letters. Words of no weight are left out of the names.
    private static let table = """
        constitution /1988 constituicao federal: constituicao federal; constituicao republica federativa brasil; constituicao republica; constituicao brasileira; constituicao brasil;
         carta magna; ~cf; ~crfb; ~cfrb
        constitution /1978 constitucion espanola: constitucion espanola; ~ce
        constitution /1988 ato disposicoes constitucionais transitorias: ato disposicoes constitucionais transitorias; ~adct
        law 10406/2002: codigo civil; ~cc; ~ccb
        law 13105/2015: codigo processo civil; ~cpc; ~ncpc
        decreeLaw 2848/1940: codigo penal; ~cp; ~cpb
        decreeLaw 3689/1941: codigo processo penal; ~cpp
        decreeLaw 5452/1943: consolidacao leis trabalho; ~clt
        decreeLaw 4657/1942: lei introducao normas direito; lei introducao codigo civil; ~lindb
        decreeLaw 3688/1941: lei contravencoes penais
        law 5172/1966: codigo tributario nacional; ~ctn
        law 8078/1990: codigo defesa consumidor; codigo protecao defesa consumidor; codigo consumidor; ~cdc
        law 9503/1997: codigo transito; ~ctb
        law 4737/1965: codigo eleitoral; ~ce
        law 12651/2012: codigo florestal
        law 8069/1990: estatuto crianca adolescente; estatuto crianca; ~eca
        law 10741/2003: estatuto idoso; estatuto pessoa idosa
        law 13146/2015: estatuto pessoa deficiencia; lei brasileira inclusao; ~lbi
        law 10257/2001: estatuto cidade
        law 10826/2003: estatuto desarmamento
        law 8906/1994: estatuto advocacia; estatuto oab; ~eaoab
        law 12288/2010: estatuto igualdade racial
        law 9504/1997: lei eleicoes
        law 9096/1995: lei partidos politicos; lei partidos
        complementary 64/1990: lei inelegibilidades; lei inelegibilidade; lei complementar inelegibilidades
        complementary 135/2010: lei ficha limpa
        complementary 101/2000: lei responsabilidade fiscal; ~lrf
        law 13709/2018: lei geral protecao dados; lei protecao dados; ~lgpd
        law 12527/2011: lei acesso informacao; ~lai
        law 12965/2014: marco civil internet; ~mci
        law 8429/1992: lei improbidade; ~lia
        law 14133/2021: nova lei licitacoes; lei licitacoes contratos; lei licitacoes; ~nllc
        law 8666/1993: lei licitacoes; antiga lei licitacoes
        law 9784/1999: lei processo administrativo; lei processo administrativo federal
        law 8112/1990: estatuto servidores publicos; lei servidores publicos; regime juridico unico; ~rju
        law 11340/2006: lei maria penha
        law 11343/2006: lei drogas
        law 7210/1984: lei execucao penal; lei execucoes penais; ~lep
        law 8072/1990: lei crimes hediondos
        law 9605/1998: lei crimes ambientais
        law 9099/1995: lei juizados especiais
        law 12850/2013: lei organizacoes criminosas
        law 6404/1976: lei sociedades acoes; lei sociedades anonimas
        law 11101/2005: lei falencias; lei recuperacao judicial
        law 8245/1991: lei inquilinato; lei locacoes
        law 6015/1973: lei registros publicos; ~lrp
        law 9279/1996: lei propriedade industrial; ~lpi
        law 9610/1998: lei direitos autorais
        law 12016/2009: lei mandado seguranca
        law 4717/1965: lei acao popular
        law 7347/1985: lei acao civil publica
        law 9394/1996: lei diretrizes bases; ~ldb; ~ldben
        law 12846/2013: lei anticorrupcao
        law 12990/2014: lei cotas
        law 8742/1993: lei organica assistencia social; ~loas
        law 8080/1990: lei organica saude
        law 8213/1991: lei beneficios previdencia
        royalDecree /1889: codigo civil; ~cc
        organic 10/1995: codigo penal; ~cp
        royalLegislativeDecree 2/2015: estatuto trabajadores
        organic 3/2018: ley organica proteccion datos; ~lopdgdd; ~lopd
        organic 5/1985: ley organica regimen electoral; ~loreg
        organic 6/1985: ley organica poder judicial; ~lopj
        law 39/2015: ley procedimiento administrativo; ~lpac; ~lpacap
        law 40/2015: ley regimen juridico; ~lrjsp
        law 9/2017: ley contratos; ~lcsp
        law 1/2000: ley enjuiciamiento civil; ~lec
        law 19/2013: ley transparencia
        law 58/2003: ley general tributaria; ~lgt
        regulation 679/2016: reglamento general proteccion datos; regulamento geral protecao dados; general data protection regulation; ~rgpd; ~gdpr
        """

    private static let entries: [(act: ActName, names: [String])] = {
        var lines: [String] = []
        for line in table.split(separator: "\n") {
            if line.first == " ", let last = lines.indices.last { lines[last] += line } else { lines.append(String(line)) }
        }
        return lines.compactMap { line in
            let halves = line.split(separator: ":", maxSplits: 1)
            let head = halves[0].split(separator: " ").map(String.init)
            let numbers = head[1].split(separator: "/", omittingEmptySubsequences: false)
            guard halves.count == 2, let kind = ActKind(rawValue: head[0]) else { return nil }
            let act = ActName(
                kind: kind, number: numbers[0].isEmpty ? nil : String(numbers[0]), year: Int(numbers[1]), words: Array(head.dropFirst(2)))
            return (act, halves[1].split(separator: ";").map { $0.trimmingPrefix { $0 == " " } }.map(String.init))
        }
    }()

    private static let byName = gathered { $0.first != "~" ? $0 : nil }
    private static let byLetters = gathered { $0.first == "~" ? String($0.dropFirst()) : nil }
    /// The words with which names begin.
    static let firstWords = Set(byName.keys.compactMap { $0.split(separator: " ").first.map(String.init) })
    static var allLetters: some Sequence<String> { byLetters.keys }
    private static let longest = byName.keys.map { $0.split(separator: " ").count }.max() ?? 0

    private static func gathered(_ key: (String) -> String?) -> [String: [ActName]] {
        var gathered: [String: [ActName]] = [:]
        for entry in entries { for name in entry.names.compactMap(key) { gathered[name, default: []].append(entry.act) } }
        return gathered
    }
}
