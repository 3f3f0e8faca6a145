import GRDB

/// What the labels of one question give to which chunks.
struct LabelShares {
    /// Each chunk's share.
    private(set) var shares: [Int: Double] = [:]
    /// The chunks of the acts that are named, in order.
    private var members: [Int] = []
    /// Chunks that hold the same unit, where they are many.
    private var crowds: [[Int]] = []

    /// - Returns: Nil where the question has no label, or the index nothing that it may mean.
    init?(of question: String, in store: ChunkStore, _ db: Database) throws {
        guard let query = LabelQuery(question) else { return nil }
        for reference in query.references {
            let acts = try store.acts(named: reference.acts, in: db)
            for act in acts { try give(store, db, act: act) }
            if let unit = reference.unit { try give(unit, of: reference.acts, found: acts, store, db) }
        }
        guard !shares.isEmpty else { return nil }
    }

    private mutating func give(_ store: ChunkStore, _ db: Database, act: Int) throws {
        for (chunk, _) in try store.chunks(withLabel: LabelTerm.act(act), in: db) {
            members.append(chunk)
            raise(chunk, to: LabelWeights.act)
        }
    }

    private mutating func give(_ unit: UnitLabel, of names: [ActName], found acts: [Int], _ store: ChunkStore, _ db: Database) throws {
        let weights =
            acts.isEmpty && names.allSatisfy(\.isGeneric)
            ? (LabelWeights.exactAnywhere, LabelWeights.unitAnywhere)
            : acts.isEmpty ? (LabelWeights.exactUnknown, LabelWeights.unitUnknown) : (LabelWeights.exact, LabelWeights.unit)
        let unit = UnitLabel(unit.kind, unit.number, unit.parts.filter { $0.kind != .caput })
        let places: [Int?] = acts.isEmpty ? [nil] : acts
        // From the smallest part that is named up to the article.
        for count in stride(from: unit.parts.count, through: 0, by: -1) {
            let weight = count > 0 ? weights.0 - Double(unit.parts.count - count) * 0.5 : unit.parts.isEmpty ? weights.0 : weights.1
            var crowd: [Int] = []
            for act in places {
                for (chunk, hold) in try store.chunks(withLabel: LabelTerm.unit(unit.key(parts: count), in: act), in: db) {
                    raise(chunk, to: hold == ChunkLabels.Hold.begins.rawValue ? weight : weight * LabelWeights.goesOn)
                    crowd.append(chunk)
                }
            }
            if crowd.count > LabelWeights.crowd, !acts.isEmpty { crowds.append(crowd) }
        }
        guard let key = names.first?.searchKeys.first else { return }
        for (chunk, _) in try store.chunks(withLabel: LabelTerm.cited(unit.key, of: key), in: db) { raise(chunk, to: LabelWeights.cited) }
    }

    private mutating func raise(_ chunk: Int, to share: Double) { shares[chunk] = max(shares[chunk] ?? 0, share) }

    /// The chunks that are to be looked at though no other arm has found them: those that hold a unit, and of an act those with most words.
    func candidates(by words: [Float]) -> [Int] {
        let units = shares.filter { $0.value > LabelWeights.act }.map(\.key)
        guard members.count > LabelWeights.ofAct else { return units + members }
        let best = members.sorted { words[$0] != words[$1] ? words[$0] > words[$1] : $0 < $1 }
        return units + best.prefix(LabelWeights.ofAct)
    }

    /// Puts the labelled candidates where they belong among the first; their scores stay what the other arms gave.
    mutating func lift(_ hits: inout [SearchHit]) {
        let scores = Dictionary(hits.map { ($0.chunk, $0.score) }) { one, _ in one }
        for crowd in crowds {
            func standing(_ chunk: Int) -> Double { (shares[chunk] ?? 0) + (scores[chunk] ?? 0) }
            let ordered = crowd.sorted { standing($0) != standing($1) ? standing($0) > standing($1) : $0 < $1 }
            for chunk in ordered.dropFirst(LabelWeights.crowd) { shares[chunk] = LabelWeights.act }
        }
        sort(&hits[...])
    }

    /// Adds the shares to the scores, and orders the first candidates by the sum.
    func add(to hits: inout [SearchHit], first: Int) {
        sort(&hits[..<min(first, hits.count)])
        for index in hits.indices {
            guard let share = shares[hits[index].chunk] else { continue }
            hits[index].score += share
            hits[index].arms["label"] = share
        }
    }

    private func sort(_ hits: inout ArraySlice<SearchHit>) {
        hits.sort { one, other in
            let (first, second) = (one.score + (shares[one.chunk] ?? 0), other.score + (shares[other.chunk] ?? 0))
            return first != second ? first > second : one.chunk < other.chunk
        }
    }
}
