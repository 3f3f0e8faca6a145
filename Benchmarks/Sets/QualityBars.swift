/// What nDCG@10 is to reach.
enum QualityBars {
    /// On the sets that are known by name.
    private static let bySet = ["xquad_es": 0.978, "pira_pt": 0.90, "xquad_es2en": 0.945, "pira_en2pt": 0.795]
    /// The mean over all sets whose questions are in the passages' language, and over the others.
    static let oneLanguage = 0.80
    static let crossLingual = 0.87

    /// The bar for a set in a spelling; nil where none was set. A spelling's follows from what the questions as written reach.
    static func bar(for set: String, _ variant: Variant, asWritten: Double) -> Double? {
        switch variant {
        case .asWritten: bySet[set]
        case .unaccented: asWritten - 0.005
        case .misspelt: asWritten - 0.05
        }
    }
}
