import Base
import Synchronization

/// universal-sentence-encoder-multilingual v3 within this process: questions and passages of sixteen languages, Spanish, Portuguese
/// and English among them, to vectors of 512 numbers.
package final class EmbeddedModel: LocalEmbedder {
    package let model: String
    package var dimension: Int { Shape.dimension }
    let tokenization: UnigramTokenizer
    let directions: TokenDirections
    let kernels: Kernels
    private let encoder: Encoder
    private let windowing: Windowing
    private let pool: BlockingPool
    private let width: Int
    private let workspaces = Mutex<[WorkspaceBox]>([])

    /// - Parameters:
    ///   - pack: The weights. The model keeps the pack open.
    ///   - windowing: How long passages are cut.
    ///   - width: How many runs of texts are computed at once, each on a thread of its own.
    ///   - kernels: The arithmetic; the best that the processor has, unless a test compares.
    /// - Throws: `Problem` when the pack does not fit.
    package init(pack: ModelPack, windowing: Windowing = Windowing(), width: Int = 2, kernels: Kernels = .best) throws {
        model = pack.info.model
        tokenization = UnigramTokenizer(pack: pack)
        // The commonest tokens' rows; a question's others are read for it.
        let rows = TokenCache(capacity: 2048, length: TokenRow.length)
        directions = TokenDirections(table: pack.table, rows: rows, mean: Array(pack.numbers(.mean)), kernels: kernels)
        encoder = try Encoder(pack: pack, rows: rows, kernels: kernels)
        self.kernels = kernels
        self.windowing = windowing
        self.width = max(width, 1)
        pool = BlockingPool(label: "embedding", width: self.width)
    }

    package func embed(questions: [String]) async throws -> [[Float]] {
        try await spread(questions) { questions, work in
            try self.encoder.encode(questions.map(self.tokenization.input), in: work)
        }
    }

    package func embed(passages: [PassageInput]) async throws -> [[[Float]]] {
        try await spread(passages) { passages, work in
            let windows = passages.map { passage in
                self.windowing.texts(for: passage) { self.tokenization.pieces(in: String($0)).count }
            }
            var vectors = try self.encoder.encode(windows.joined().map(self.tokenization.input), in: work)[...]
            return windows.map { windows in
                defer { vectors = vectors.dropFirst(windows.count) }
                return Array(vectors.prefix(windows.count))
            }
        }
    }

    package func vectors(for questions: [String]) throws -> [[Float]] {
        try withSmallWorkspace { try encoder.encode(questions.map(tokenization.input), in: $0) }
    }

    /// Computes all items on the pool, as many runs of them at once as it has threads, and puts the results in the items' order.
    private func spread<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ compute: @escaping @Sendable (ArraySlice<Item>, borrowing Workspace) throws -> [Value]
    ) async throws -> [Value] {
        guard items.count > 1 else { return try await pool.run { try self.withSmallWorkspace { try compute(items[...], $0) } } }
        let runs = RunQueue(count: items.count, lanes: width)
        return try await withThrowingTaskGroup(of: [(Int, [Value])].self) { group in
            for _ in 0..<width {
                group.addTask {
                    let box = WorkspaceBox(Workspace(rows: 512, texts: 64))
                    var done: [(Int, [Value])] = []
                    while let run = runs.next() {
                        done.append((run.lowerBound, try await self.pool.run { try compute(items[run], box.workspace) }))
                    }
                    return done
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    /// Lends a workspace for a few questions. Those are kept, for questions come all the time; the large ones go with the batch.
    private func withSmallWorkspace<Value>(_ body: (borrowing Workspace) throws -> Value) rethrows -> Value {
        let box = workspaces.withLock { $0.popLast() } ?? WorkspaceBox(Workspace(rows: 144, texts: 4))
        defer { workspaces.withLock { $0.append(box) } }
        return try body(box.workspace)
    }
}

/// Hands out the numbers of items in runs that follow one another.
///
/// The runs are short, so that a large job neither outlives its caller nor keeps a question waiting.
private final class RunQueue: Sendable {
    private let count: Int
    private let length: Int
    private let start = Mutex(0)

    /// - Parameter lanes: How many take runs; each finds one where there is an item for each.
    init(count: Int, lanes: Int) {
        self.count = count
        length = min(8, (count + lanes - 1) / lanes)
    }

    /// The next run; nil when all have been handed out.
    func next() -> Range<Int>? {
        start.withLock { start in
            guard start < count else { return nil }
            let run = start..<min(start + length, count)
            start = run.upperBound
            return run
        }
    }
}

/// A workspace that can stand in a list. It is used by one thread at a time: the one that took it out.
///
/// `@unchecked Sendable`: passed from thread to thread only through the model's `Mutex`, or from one call of the pool to the next.
private final class WorkspaceBox: @unchecked Sendable {
    let workspace: Workspace

    init(_ workspace: consuming Workspace) { self.workspace = workspace }
}
