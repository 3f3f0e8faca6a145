import Base
import Synchronization

/// universal-sentence-encoder-multilingual v3 within this process: questions and passages of sixteen languages, Spanish, Portuguese
/// and English among them, to vectors of 512 numbers.
package final class EmbeddedModel: Embedder {
    package let model: String
    package var dimension: Int { Shape.dimension }
    let tokenization: UnigramTokenizer
    let rows: RowCache
    let kernels: Kernels
    let mean: [Float]
    private let encoder: Encoder
    private let windowing: Windowing
    private let pool: BlockingPool
    private let width: Int
    private let workspaces = Mutex<[WorkspaceBox]>([])

    /// - Parameters:
    ///   - pack: The weights. The model keeps the pack open.
    ///   - windowing: How long passages are cut.
    ///   - width: How many texts are computed at once, each on a thread of its own.
    ///   - kernels: The arithmetic; the best that the processor has, unless a test compares.
    /// - Throws: `Problem` when the pack does not fit.
    package init(pack: ModelPack, windowing: Windowing = Windowing(), width: Int = 2, kernels: Kernels = .best) throws {
        model = pack.info.model
        tokenization = UnigramTokenizer(pack: pack)
        rows = RowCache(table: pack.table)
        mean = Array(pack.numbers(.mean))
        encoder = try Encoder(pack: pack, kernels: kernels)
        self.kernels = kernels
        self.windowing = windowing
        self.width = max(width, 1)
        pool = BlockingPool(label: "embedding", width: self.width)
    }

    package func embed(questions: [String]) async throws -> [[Float]] {
        try await spread(questions) { try self.vector(for: $0) }
    }

    package func embed(passages: [PassageInput]) async throws -> [[[Float]]] {
        try await spread(passages) { passage in
            let texts = self.windowing.texts(for: passage) { self.tokenization.pieces(in: String($0)).count }
            return try texts.map(self.vector)
        }
    }

    /// The text's vector, on the caller's thread: some milliseconds of work for a long text.
    /// - Throws: `Problem` when the token table cannot be read.
    package func vector(for text: String) throws -> [Float] {
        let box = workspaces.withLock { $0.popLast() } ?? WorkspaceBox()
        defer { workspaces.withLock { $0.append(box) } }
        return try encoder.encode(tokenization.input(for: text), in: box.workspace)
    }

    /// Computes all items on the pool, in as many even runs as it has threads, and puts the results in the items' order.
    private func spread<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ compute: @escaping @Sendable (Item) throws -> Value
    ) async throws -> [Value] {
        let lanes = min(width, items.count)
        guard lanes > 1 else { return try await run(items, compute) }
        return try await withThrowingTaskGroup(of: (Int, [Value]).self) { group in
            // Every lane takes each so-many-th item, since neighbours are often alike in length.
            for lane in 0..<lanes {
                let share = stride(from: lane, to: items.count, by: lanes).map { items[$0] }
                group.addTask { (lane, try await self.run(share, compute)) }
            }
            var shares = [[Value]](repeating: [], count: lanes)
            for try await (lane, values) in group { shares[lane] = values }
            return items.indices.map { shares[$0 % lanes][$0 / lanes] }
        }
    }

    /// Computes the items one after another on one of the pool's threads; a cancelled caller waits for one item at most.
    private func run<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ compute: @escaping @Sendable (Item) throws -> Value
    ) async throws -> [Value] {
        var values: [Value] = []
        // In short runs, so that a large job neither outlives its caller nor keeps a question waiting.
        for start in stride(from: 0, to: items.count, by: 8) {
            let run = items[start..<min(start + 8, items.count)]
            values += try await pool.run { try run.map(compute) }
        }
        return values
    }
}

/// A workspace that can stand in a list. It is used by one thread at a time: the one that took it out.
///
/// `@unchecked Sendable`: passed from thread to thread only through the model's `Mutex`.
private final class WorkspaceBox: @unchecked Sendable {
    let workspace = Workspace()
}
