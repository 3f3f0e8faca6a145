import Base

/// Lists that are not whole yet: runs, each of later chunks than the one before and in the order of its terms' bytes, in files without names.
/// Merging takes a small buffer for each run, so every `most` runs become one of the next level as they come.
struct PostingRuns {
    private struct Level {
        let file: UnnamedFile
        var length = 0
        /// Each run's place in the file, the oldest first.
        var runs: [Range<Int>] = []
    }

    /// How many runs a level has at most.
    static let most = 64

    private let path: String
    /// The first is the latest.
    private var levels: [Level] = []

    /// - Parameter path: A name beside which nothing is kept, in a folder with room for the runs.
    init(path: String) {
        self.path = path
    }

    /// Adds a run of later chunks than all before; `write` is to append its terms in order.
    /// - Throws: `Problem` when the disk is full or fails; what `write` throws.
    mutating func add(_ write: (inout PostingRunWriter) throws -> Void) throws {
        try add(at: 0, write)
    }

    private mutating func add(at number: Int, _ write: (inout PostingRunWriter) throws -> Void) throws {
        if number == levels.count { levels.append(Level(file: try UnnamedFile(beside: path))) }
        if levels[number].runs.count == Self.most {
            let full = levels[number]
            try add(at: number + 1) { run in
                try Self.merge(full.runs.map { PostingRunReader(full.file, $0) }) { try run.append(term: $0, $1) }
            }
            levels[number] = Level(file: try UnnamedFile(beside: path))
        }
        let start = levels[number].length
        var run = PostingRunWriter(levels[number].file, at: start)
        try write(&run)
        let end = try run.finish()
        levels[number].runs.append(start..<end)
        levels[number].length = end
    }

    /// Hands each term and its list to `body`, in the order of the terms' bytes.
    /// - Throws: `Problem` when the disk fails; what `body` throws.
    func merge(_ body: (_ term: UnsafeRawBufferPointer, _ list: PostingList) throws -> Void) throws {
        let readers = levels.reversed().flatMap { level in level.runs.map { PostingRunReader(level.file, $0) } }
        try Self.merge(readers, body)
    }

    /// - Parameter readers: The runs, the oldest first.
    private static func merge(
        _ readers: [PostingRunReader], _ body: (_ term: UnsafeRawBufferPointer, _ list: PostingList) throws -> Void
    ) throws {
        var queue = try PostingRunQueue(readers)
        var term: [UInt8] = []
        var list = PostingList()
        while !queue.isEmpty {
            term.removeAll(keepingCapacity: true)
            queue.withTerm { term.append(contentsOf: $0) }
            list.removeAll()
            repeat {
                try queue.takeList(into: &list)
            } while !queue.isEmpty && queue.withTerm { first in term.withUnsafeBytes { first.isSame(as: $0) } }
            try term.withUnsafeBytes { try body($0, list) }
        }
    }
}
