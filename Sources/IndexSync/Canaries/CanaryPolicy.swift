package import SearchIndex

/// What canaries have to do with whether an index is served.
package struct CanaryPolicy: Sendable {
    /// The operator's own, asked of every index beside those of its manifest (INDEX_CANARIES).
    package var own: [Manifest.Canary]
    /// How many in a hundred must find what they want, of the manifest's and of the operator's alike (INDEX_CANARY_PERCENT); 0 refuses none.
    package var percent: Int
    /// Turns questions into vectors of an index's model and of its vectors' length; nil: words alone are searched.
    /// - Throws: `Problem` when that cannot be done now.
    package var embed: (@Sendable (_ questions: [String], _ manifest: Manifest, _ dimension: Int) async throws -> [[Float]])?

    package init(
        own: [Manifest.Canary] = [], percent: Int = 80,
        embed: (@Sendable ([String], Manifest, Int) async throws -> [[Float]])? = nil
    ) {
        self.own = own
        self.percent = percent
        self.embed = embed
    }
}
