import Base

extension Problem {
    /// Whether it is this machine's disk that failed, full, read-only or broken, and not what was written to it. SQLite has words of its own.
    var isOfTheDisk: Bool {
        let words = [
            "No space left", "Disk quota", "Read-only file system", "Input/output error", "Permission denied", "disk is full", "disk I/O error",
            "readonly database",
        ]
        return kind == .temporary || words.contains { reason.contains($0) }
    }
}
