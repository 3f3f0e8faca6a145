extension GitHubSource {
    /// How many of the last releases are looked through for a manifest's revision.
    private static let depth = 20

    /// The publication that a pin means: a release's state, its tag, or a manifest's revision. Pre-releases may be pinned.
    func pinned(_ reference: String) async throws -> Publication {
        if GitHubRelease.id(inCommit: reference) != nil {
            guard let release = try await retries.run({ try await release(named: reference) }), let found = try await publication(release) else {
                throw unknown(reference)
            }
            return found
        }
        if let release = try await release(tagged: reference), release.mayHoldIndex, let found = try await publication(release) { return found }
        // A revision that cannot be a tag was published under another name: that release is looked at first.
        let tag = ArtifactName.tag(for: reference)
        let releases = try await list().filter(\.mayHoldIndex)
        for release in (releases.filter { $0.tag == tag } + releases.filter { $0.tag != tag }).prefix(Self.depth) {
            guard let found = try await publication(release) else { continue }
            if ManifestOutline(found.manifest)?.revision == reference { return found }
        }
        throw unknown(reference)
    }
}
