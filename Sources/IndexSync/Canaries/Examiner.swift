import Base
import SearchIndex

/// Has a new snapshot answer the canaries, in the probe's child.
struct Examiner: Sendable {
    let policy: CanaryPolicy
    let probe: any SnapshotProbe

    /// - Parameters:
    ///   - folder: Of a snapshot that has passed its probe.
    ///   - dimension: How many numbers its vectors have.
    /// - Returns: What came of it, for the history; nil when there was nothing to ask.
    /// - Throws: `Problem`: of kind `temporary` when the questions' vectors cannot be made now, else the index is at fault.
    func examine(_ manifest: Manifest, in folder: String, dimension: @Sendable () async throws -> Int) async throws -> String? {
        let groups = [("the manifest's", manifest.canaries), ("the operator's", policy.own)]
        let canaries = groups.flatMap(\.1)
        guard policy.percent > 0, !canaries.isEmpty else { return nil }
        let questions = canaries.map(\.question)
        let vectors: [[Float]?]
        if let embed = policy.embed {
            let length = try await dimension()
            do {
                vectors = try await embed(questions, manifest, length)
            } catch let problem as Problem {
                // A server that cannot be reached says nothing of the index.
                throw Problem(
                    .temporary, what: "the canaries of a new index cannot be asked", location: "embed_model \(manifest.embedModel)",
                    reason: problem.description, remedy: "It is tried again; what was served before is still served.")
            }
        } else {
            vectors = questions.map { _ in nil }
        }
        let paper = ExamPaper(items: zip(canaries, vectors).map { ExamPaper.Item($0, vector: $1) })
        let verdict = CanaryVerdict(groups.map { (owner: $0.0, canaries: $0.1) }, failed: try await probe.examine(folder, paper))
        if let problem = verdict.problem(percent: policy.percent, at: "revision \(manifest.revision)") { throw problem }
        return verdict.summary
    }
}
