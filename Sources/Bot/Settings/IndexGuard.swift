import Base
import IndexSync
import SearchIndex

/// What an operator has decided about keeping a worse index from members.
struct IndexGuard: Sendable {
    /// The operator's own canaries.
    var canaries: [Manifest.Canary]
    /// How many in a hundred must pass.
    var percent: Int
    var trial: TrialRules

    /// - Parameter files: Reads a file, or gives nil where there is none.
    init(_ reader: inout SettingsReader, files: (String) -> [UInt8]?) {
        canaries = Self.canaries(&reader, files: files)
        percent = reader.integer(.indexCanaryPercent, in: 0...100)
        let period = Duration.seconds(reader.integer(.indexTrialMinutes, in: 1...10_080) * 60)
        trial = TrialRules(period: period, signs: Self.signs(&reader))
    }

    private static func canaries(_ reader: inout SettingsReader, files: (String) -> [UInt8]?) -> [Manifest.Canary] {
        guard let path = reader.text(.indexCanaries) else { return [] }
        guard let bytes = files(path) else {
            reader.note(.indexCanaries, path, "must be a file that can be read")
            return []
        }
        do throws(Problem) {
            return try CanaryFile.parse(bytes, at: path)
        } catch {
            reader.note(.indexCanaries, path, "must be a file of canaries; in \(error.location) \(error.reason)")
            return []
        }
    }

    private static func signs(_ reader: inout SettingsReader) -> Set<TrialRules.Sign> {
        if reader.list(.indexRollback) == ["off"] { return [] }
        return Set(reader.list(.indexRollback, "must be `errors`, `votes`, both, or `off`") { TrialRules.Sign(rawValue: $0.lowercased()) })
    }
}
