import GRDB

/// What the labels of one question give to which chunks.
struct LabelShares {
    /// The shares of chunks that hold a unit or refer to one.
    private var units: [Int: Double] = [:]
    /// The chunks of the acts that are named, in order, and what each of them is given.
    private var members: [(chunks: [Int], share: Double)] = []
    /// Those of acts of which no article is asked for, so that their chunks are candidates themselves.
    private var wanted: [[Int]] = []
    /// Chunks that hold the same unit, where they are many.
    private var crowds: [[Int]] = []

    /// - Returns: Nil where the question has no label, or the index nothing that it may mean.
    init?(of question: String, in store: ChunkStore, _ db: Database) throws {
        guard let query = LabelQuery(question) else { return nil }
        for reference in query.references {
            let acts = try store.acts(named: reference.acts, in: db).map { try store.chunks(withLabel: LabelTerm.act($0), in: db).map(\.chunk) }
            members += acts.map { ($0, reference.unit == nil ? LabelWeights.act(share: query.share) : LabelWeights.act) }
            if let unit = reference.unit { try give(unit, of: reference.acts, in: acts, store, db) } else { wanted += acts }
        }
        guard !units.isEmpty || !members.isEmpty else { return nil }
    }

    /// - Parameter acts: The chunks of each act that is meant.
    private mutating func give(_ unit: UnitLabel, of names: [ActName], in acts: [[Int]], _ store: ChunkStore, _ db: Database) throws {
        let weights = LabelWeights.weights(isNamed: !names.allSatisfy(\.isGeneric), isKnown: !acts.isEmpty)
        let unit = UnitLabel(unit.kind, unit.number, unit.parts.filter { $0.kind != .caput })
        // From the smallest part that is named up to the article.
        for count in stride(from: unit.parts.count, through: 0, by: -1) {
            let weight = count == unit.parts.count ? weights.exact : count == 0 ? weights.unit : (weights.exact + weights.unit) / 2
            var crowd: [Int] = []
            for (chunk, hold) in try store.chunks(withLabel: LabelTerm.unit(unit.key(parts: count)), in: db) {
                guard acts.isEmpty || acts.contains(where: { Self.isIn($0, chunk) }) else { continue }
                raise(chunk, to: hold == ChunkLabels.Hold.begins.rawValue ? weight : weight * LabelWeights.goesOn)
                crowd.append(chunk)
            }
            if crowd.count > LabelWeights.crowd, !acts.isEmpty { crowds.append(crowd) }
        }
        guard let key = names.first?.searchKeys.first else { return }
        for (chunk, _) in try store.chunks(withLabel: LabelTerm.cited(unit.key, of: key), in: db) { raise(chunk, to: LabelWeights.cited) }
    }

    private mutating func raise(_ chunk: Int, to share: Double) { units[chunk] = max(units[chunk] ?? 0, share) }

    private static func isIn(_ chunks: [Int], _ chunk: Int) -> Bool {
        var (low, high) = (0, chunks.count)
        while low < high {
            let middle = (low + high) / 2
            if chunks[middle] < chunk { low = middle + 1 } else { high = middle }
        }
        return low < chunks.count && chunks[low] == chunk
    }

    /// The chunks that are to be looked at though no other arm has found them: those that hold a unit, and of an act those with most words.
    func candidates(by words: [Float]) -> [Int] {
        units.filter { $0.value > LabelWeights.cited }.map(\.key)
            + wanted.flatMap { chunks in HighestScores.places(LabelWeights.ofAct, in: chunks.map { words[$0] }).map { chunks[$0] } }
    }

    /// Adds the shares to the candidates' scores, and orders them anew.
    func join(_ hits: inout [Candidate]) {
        guard !units.isEmpty || !members.isEmpty else { return }
        var shares = units
        let scores = Dictionary(hits.map { ($0.chunk, $0.score) }) { one, _ in one }
        for crowd in crowds {
            func standing(_ chunk: Int) -> Double { (units[chunk] ?? 0) + (scores[chunk] ?? 0) }
            let ordered = crowd.sorted { standing($0) != standing($1) ? standing($0) > standing($1) : $0 < $1 }
            for chunk in ordered.dropFirst(LabelWeights.crowd) { shares[chunk] = LabelWeights.act }
        }
        for index in hits.indices {
            let hit = hits[index]
            let unit = shares[hit.chunk] ?? 0
            let act = members.lazy.filter { $0.share > unit && Self.isIn($0.chunks, hit.chunk) }.map(\.share).max() ?? 0
            var share = max(unit, act)
            // Where most of the first chunks have much the same words, one without them stands many deviations below, further than any
            // share could make good. A chunk that holds what the question names is not left there.
            if unit > LabelWeights.cited, hit.score < LabelWeights.lowest { share += (LabelWeights.lowest - hit.score) * 0.99 }
            guard share > 0 else { continue }
            hits[index].score += share
            hits[index].label = share
        }
        hits = Candidate.ranked(hits)
    }
}
