/// What sort of text a label's name or number belongs to: laws and their like in Brazil, Portugal, Spain, Latin America, the European Union
/// and English-speaking countries.
enum ActKind: String, Hashable, CaseIterable {
    case constitution, amendment, complementary, organic, law, code, decreeLaw, royalDecreeLaw, royalLegislativeDecree, legislativeDecree
    case royalDecree, decree, provisional, resolution, ordinance, instruction, provision, ruling, regulation, directive
    /// An act of parliament known by its name and year.
    case parliament
    /// A text known by its name alone: statutes of a society, rules of procedure, a contract.
    case named
    /// A court, to whose precedents a label belongs.
    case court

    /// Whether a text of the kind `other` may be meant where this kind is said: "Lei 64/90" may be a complementary law.
    func mayMean(_ other: ActKind) -> Bool {
        switch self {
        case _ where self == other: true
        case .law, .code: [.law, .code, .complementary, .organic, .decreeLaw, .royalDecreeLaw, .royalLegislativeDecree].contains(other)
        case .decree: [.decreeLaw, .royalDecree, .legislativeDecree].contains(other)
        case .named: [.code, .law].contains(other)
        case .constitution, .amendment, .complementary, .organic, .decreeLaw, .royalDecreeLaw, .royalLegislativeDecree, .legislativeDecree,
            .royalDecree, .provisional, .resolution, .ordinance, .instruction, .provision, .ruling, .regulation, .directive, .parliament, .court:
            false
        }
    }
}
