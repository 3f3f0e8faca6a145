/// Small words and their like, folded, by what they do between labels.
enum LabelWords {
    static let of: Set<String> = ["de", "da", "do", "das", "dos", "del", "of", "d"]
    static let the: Set<String> = ["o", "a", "os", "as", "el", "la", "los", "las", "the"]
    static let and: Set<String> = ["e", "y", "and", "ou", "or", "u"]
    static let range: Set<String> = ["a", "ao", "al", "ate", "hasta", "to", "through"]
    static let within: Set<String> = ["em", "en", "no", "na", "nos", "nas", "in", "under", "para", "per"]
    /// Small words after which no sentence ends.
    static let opening = of.union(the).union(and).union(within).union(["ao", "aos", "pelo", "pela", "pelos", "pelas", "al", "con", "com", "by", "with", "e"])
    /// What may stand between the labels of one reference.
    static let joining = of.union(the).union(and).union(within).union(["c", "combinado", "com", "con", "with", "ambos", "todos", "both"])
    /// What is not kept of a name.
    static let weightless = of.union(the).union(["e", "y", "and", "em", "en", "no", "na", "para", "ao", "aos", "sobre", "for", "on"])
    /// What announces a number: `nº`, `n.`, `num.`, and `no` as the sign is often typed.
    static let number: Set<String> = ["n", "no", "nr", "num", "numero", "nos", "ns", "number"]
    /// Whose act it is, where the word is neither a name nor a number.
    static let rank: Set<String> = [
        "federal", "estadual", "municipal", "distrital", "ordinaria", "estatal", "autonomica", "foral", "conjunta", "normativa",
        "administrativa", "nacional",
    ]
    /// Bodies that give themselves rules or precedents, where they are not written in capitals.
    static let bodies: Set<String> = courts.union([
        "cnj", "cnmp", "cjf", "csjt", "contran", "anatel", "aneel", "anvisa", "anac", "ans", "anp", "antt", "antaq", "ana", "rfb", "cvm",
        "bcb", "bacen", "cmn", "conama", "inss", "ibama", "cgu", "agu", "susep", "cade", "cfm", "oab", "mec", "cne", "anpd", "mte", "sefaz",
    ])
    static let courts: Set<String> = ["stf", "stj", "tst", "tse", "stm", "tnu", "tcu", "tre", "trt", "trf", "tj", "tjsp", "tjrj", "tjmg", "tjdft"]
    static let months: Set<String> = [
        "janeiro", "fevereiro", "marco", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro", "enero",
        "febrero", "marzo", "mayo", "junio", "julio", "septiembre", "setiembre", "octubre", "noviembre", "diciembre", "january", "february",
        "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
    static let articles: Set<String> = ["art", "artigo", "articulo", "article", "arts", "artigos", "articulos", "articles"]
    static let clauses: Set<String> = ["clausula", "clause", "section", "sec", "subclause", "clausulas", "clauses", "sections", "subitem", "subitens"]
    /// What is a clause only where its number is one in digits: a chapter's section is not.
    static let headings: Set<String> = ["secao", "seccion", "apartado", "epigrafe", "item", "itens", "items"]
    static let paragraphs: Set<String> = [
        "paragrafo", "paragraph", "subsection", "apartado", "apdo", "paragrafos", "paragraphs", "subsections", "apartados", "par",
    ]
    static let items: Set<String> = ["inciso", "inc", "incisos", "incs", "item", "itens"]
    static let letters: Set<String> = ["alinea", "letra", "letter", "point", "alineas", "letras", "points"]
    static let precedents: Set<String> = ["sumula", "sumulas", "enunciado", "enunciados"]
    static let plurals: Set<String> = [
        "arts", "artigos", "articulos", "articles", "clausulas", "clauses", "sections", "itens", "items", "paragrafos", "paragraphs",
        "subsections", "apartados", "incisos", "incs", "alineas", "letras", "points", "sumulas", "enunciados", "leis", "leyes", "decretos",
        "resolucoes", "portarias",
    ]
}
