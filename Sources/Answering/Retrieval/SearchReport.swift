package import Base

/// How one search of the active index went, for those who watch it. It holds what somebody asked: it is not to be kept on disk or logged.
package struct SearchReport: Sendable {
    /// What was searched for.
    package var text: String
    /// The folder of the index that was searched, which names its snapshot.
    package var folder: String
    /// From the question's vector to the passages.
    package var duration: Duration
    /// Why the index could not be searched; nil when it could.
    package var problem: Problem?

    package init(text: String, folder: String, duration: Duration, problem: Problem?) {
        self.text = text
        self.folder = folder
        self.duration = duration
        self.problem = problem
    }
}
