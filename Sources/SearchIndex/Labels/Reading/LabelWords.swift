/// The words of labels in Portuguese, Spanish and English, folded, by what they do.
enum LabelWords {
    static let lists: [(LabelRoles, String)] = [
        ([.of, .weightless, .opening, .lead], "de da do das dos del of d"),
        ([.the, .weightless, .opening, .lead], "o a os as el la los las the"),
        ([.and, .opening], "e y and ou or u"),
        (.range, "a ao al ate hasta to through"),
        ([.within, .opening], "em en no na nos nas in under para per"),
        (.joining, "c combinado com con with ambos todos both"),
        (.weightless, "e y and em en no na para ao aos sobre for on"),
        (.opening, "ao aos pelo pela pelos pelas al con com by with"),
        (.this, "desta deste dessa desse nesta neste esta este presente this"),
        (.lead, "texto integra redacao compilado consolidado brasil"),

        ([.article, .beginning], "art artigo articulo article"),
        ([.article, .beginning, .plural], "arts artigos articulos articles"),
        ([.clause, .beginning], "clausula clause section"),
        (.clause, "sec subclause subitem"),
        ([.clause, .plural], "clausulas clauses sections subitens"),
        (.heading, "secao seccion apartado epigrafe item itens items"),
        ([.precedent, .beginning], "sumula enunciado"),
        ([.precedent, .plural], "sumulas enunciados"),
        (.binding, "vinculante vinculantes"),
        (.paragraph, "paragrafo paragraph subsection apartado apdo par"),
        ([.paragraph, .plural], "paragrafos paragraphs subsections apartados"),
        (.item, "inciso inc item"),
        ([.item, .plural], "incisos incs itens"),
        (.letter, "alinea letra letter point"),
        ([.letter, .plural], "alineas letras points"),
        (.unit, "cl s sv disposicion caput p al lit"),
        (.plural, "items leis leyes decretos resolucoes portarias"),
        (
            .beginning,
            "paragrafo livro libro parte anexo annex part titulo capitulo chapter secao seccao seccion subsecao subseccao subseccion disposicion"
        ),

        (.number, "n no nr num numero nos ns number"),
        ([.sole, .ordinal], "unico unica"),
        (.addition, "bis ter quater quinquies sexies"),
        (
            .month,
            """
            janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro enero febrero marzo mayo junio julio
            septiembre setiembre octubre noviembre diciembre january february march april may june july august september october november december
            """
        ),
        (.rank, "federal estadual municipal distrital ordinaria estatal autonomica foral conjunta normativa administrativa nacional"),
        ([.court, .body], "stf stj tst tse stm tnu tcu tre trt trf tj tjsp tjrj tjmg tjdft"),
        (
            .body,
            """
            cnj cnmp cjf csjt contran anatel aneel anvisa anac ans anp antt antaq ana rfb cvm bcb bacen cmn conama inss ibama cgu agu susep
            cade cfm oab mec cne anpd mte sefaz
            """
        ),
        (.parliament, "act"),
    ]
}
