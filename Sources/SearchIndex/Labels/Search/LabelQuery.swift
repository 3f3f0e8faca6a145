/// The labels that a question asks for.
struct LabelQuery {
    private(set) var references: [LabelReference]
    /// Which share of the question's words the labels are.
    let share: Double

    /// Nil for a question without labels.
    init?(_ question: String) {
        let tokens = LabelTokens(question.prefix(Self.reach))
        let found = LabelReference.all(in: tokens, isQuestion: true)
        guard !found.isEmpty else { return nil }
        let words = tokens.all.indices.filter { tokens.all[$0].kind != .sign }
        share = Double(words.count { word in found.contains { $0.range.contains(word) } }) / Double(max(words.count, 1))
        // "Art. 73 da Lei 9.504 e o art. 74?": articles without a law are of the only one that is named.
        let acts = found.map(\.acts).filter { !$0.isEmpty }
        let only = Set(acts.compactMap(\.first)).count == 1 ? acts.first : nil
        let whole = found.prefix(Self.most).map { reference in
            var reference = reference
            let isPrecedent = reference.unit?.kind == .precedent || reference.unit?.kind == .bindingPrecedent
            if reference.acts.isEmpty, let only, !isPrecedent { reference.acts = only }
            return reference
        }
        // An act beside its own articles adds nothing.
        references = whole.filter { reference in
            reference.unit != nil || !whole.contains { $0.unit != nil && $0.acts.first == reference.acts.first }
        }
    }

    /// More labels than this are no question but a list.
    private static let most = 12
    /// A longer question says nothing more.
    private static let reach = 4000
}
