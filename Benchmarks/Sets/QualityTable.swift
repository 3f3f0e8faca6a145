import Foundation

/// Docent's nDCG@10 beside its bars and beside others'.
struct QualityTable {
    let others: [NamedPath]
    /// As written, by whether the set is cross-lingual: Docent's value first, then the others'.
    private var values: [Bool: [[Double?]]] = [:]
    /// Docent's for the set that is being added.
    private var asWritten = 0.0

    init(others: [NamedPath]) { self.others = others }

    func printHead() { line("nDCG@10", "Docent", "bar", others.map(\.name)) }

    /// Prints and keeps one line.
    /// - Throws: `Problem` when what another found cannot be read.
    mutating func add(_ set: RetrievalSet, _ variant: Variant, ours: Double) throws {
        let theirs = try others.map { other in
            let path = "\(other.path)/\(set.name).\(variant.rawValue).jsonl"
            return FileManager.default.fileExists(atPath: path) ? try FoundFile(path: path).meanGain(on: set) : nil
        }
        if variant == .asWritten {
            values[set.isCrossLingual, default: []].append([ours] + theirs)
            asWritten = ours
        }
        let bar = QualityBars.bar(for: set.name, variant, asWritten: asWritten)
        let name = variant == .asWritten ? set.name : "  \(variant.name)"
        line(name, Self.text(ours), bar.map { Bar(atLeast: $0, decimals: 4).verdict(on: ours) } ?? "", theirs.map(Self.text))
    }

    func printMeans() {
        for (isCrossLingual, bar) in [(false, QualityBars.oneLanguage), (true, QualityBars.crossLingual)] {
            guard let rows = values[isCrossLingual] else { continue }
            let means = (0...others.count).map { column in
                let known = rows.compactMap { $0[column] }
                return known.count == rows.count ? known.reduce(0, +) / Double(known.count) : nil
            }
            let name = "mean of \(rows.count) \(isCrossLingual ? "cross-lingual" : "one-language") sets"
            line(name, Self.text(means[0]), Bar(atLeast: bar, decimals: 4).verdict(on: means[0] ?? 0), means.dropFirst().map(Self.text))
        }
    }

    private static func text(_ value: Double?) -> String { value.map { String(format: "%.4f", $0) } ?? "-" }

    private func line(_ name: String, _ ours: String, _ bar: String, _ theirs: [String]) {
        let cells = [(name, 30), (ours, 8), (bar, 20)] + theirs.map { ($0, 16) }
        let padded = cells.map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }.joined(separator: " ")
        print(padded)
    }
}
