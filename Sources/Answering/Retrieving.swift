/// Finds the passages that bear on a question. One conformer searches the active index; tests script another.
package protocol Retrieving: Sendable {
    /// The best passages, best first: at most `top`, and none where nothing is relevant.
    /// - Throws: `Problem`: `noIndex` while none is active.
    func retrieve(_ question: Question, top: Int) async throws -> Retrieval
}
