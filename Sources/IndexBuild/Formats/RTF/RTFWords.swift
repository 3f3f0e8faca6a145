/// The words of RTF that need no logic.
enum RTFWords {
    /// Groups whose text is not the document's.
    static let skippedDestinations: Set<String> = [
        "colortbl", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "fldinst", "xe",
        "tc", "tcn", "rxe", "txe", "bkmkstart", "bkmkend", "annotation", "atnid", "atnauthor", "atntime", "atnicn", "atnref", "atndate",
        "atnparent", "atrfstart", "atrfend", "objdata", "objclass", "objname", "sp", "sn", "sv", "shprslt", "nonesttables", "listtable",
        "listoverridetable", "revtbl", "rsidtbl", "generator", "themedata", "colorschememapping", "datastore", "latentstyles", "datafield",
        "filetbl", "private", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "pnseclvl", "formfield", "upr", "panose",
        "falt", "mmathPr", "xmlnstbl", "wgrffmtfilter", "template", "operator", "keywords", "docvar", "userprops", "passwordhash",
    ]
    /// Ignorable destinations (`\*`) that are read all the same: text boxes, nested tables, lists' numbers in old files, Unicode twins.
    static let readStarred: Set<String> = ["shpinst", "shptxt", "nesttableprops", "ud", "footnote", "shpgrp", "cs", "fldrslt"]

    static let characters: [String: Unicode.Scalar] = [
        "tab": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
        "emspace": " ", "enspace": " ", "qmspace": " ", "zwj": "\u{200D}", "zwnj": "\u{200C}",
    ]

    /// Windows' numbers of character sets, as a font names its own (RTF 1.9, "Font Table").
    static func page(ofCharset number: Int) -> CodePage? {
        switch number {
        case 0: .windows1252
        case 77: .macRoman
        case 128: CodePage.numbered(932)
        case 129: CodePage.numbered(949)
        case 130: CodePage.numbered(1361)
        case 134: CodePage.numbered(936)
        case 136: CodePage.numbered(950)
        case 161: CodePage.numbered(1253)
        case 162: CodePage.numbered(1254)
        case 163: CodePage.numbered(1258)
        case 177: CodePage.numbered(1255)
        case 178: CodePage.numbered(1256)
        case 186: CodePage.numbered(1257)
        case 204: CodePage.numbered(1251)
        case 222: CodePage.numbered(874)
        case 238: CodePage.numbered(1250)
        case 254: CodePage.numbered(437)
        case 255: CodePage.numbered(850)
        // 1 is "the default" and 2 a symbol font: neither says anything about letters.
        default: nil
        }
    }
}
