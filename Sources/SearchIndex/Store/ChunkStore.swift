import Base
import Foundation
import GRDB
import Synchronization

/// `chunks.sqlite` opened for reading: chunks, their terms and their tokens.
///
/// The file never changes under its name, so SQLite needs neither locks nor to look for changes (`immutable`). Pages are read into small
/// caches of its own rather than mapped: what was read once would else stay in the process's memory.
package final class ChunkStore: Sendable {
    /// How many chunks there are.
    package let count: Int
    /// How many rows of the vector index they have.
    package let vectors: Int
    /// The tokenizer of the stored tokens; nil without any.
    package let tokenizer: String?
    let wordRanking: BM25
    let fragmentRanking: BM25
    /// The fragments that are in too many chunks to have a list.
    let commonFragments: Set<UInt32>
    /// In how many chunks each token occurs; nil without any.
    let tokenCounts: TokenCounts?
    /// Where each chunk's vector rows begin; nil where each chunk has one.
    private let starts: [UInt32]?
    private let path: String
    private let idle = Mutex<[DatabaseQueue]>([])

    /// Opens the store at `path`. Blocks.
    /// - Throws: `Problem` when it is missing, damaged, or made by another version.
    package init(path: String) throws {
        self.path = path
        let queue = try Self.connect(path)
        let facts = try Self.explaining(path) {
            try queue.read { db in
                try Dictionary(
                    uniqueKeysWithValues: Row.fetchAll(db, sql: "SELECT name, value FROM fact").map { ($0[0] as String, $0[1] as DatabaseValue) })
            }
        }
        func number(_ name: String) -> Int? { facts[name].flatMap { Int.fromDatabaseValue($0) } }
        func data(_ name: String) -> Data? { facts[name].flatMap { Data.fromDatabaseValue($0) } }
        func numbers(_ name: String) -> [UInt32]? { data(name).map(NumberBlob.decode) }
        guard number("version") == ChunkStoreSchema.version, let count = number("chunks"), let vectors = number("vectors"),
            let words = numbers("word_lengths"), let fragments = numbers("fragment_lengths"), let common = numbers("common_fragments"),
            words.count == count, fragments.count == count
        else { throw Self.problem(path, "it was made by another version or is not whole") }
        self.count = count
        self.vectors = vectors
        tokenizer = facts["tokenizer"].flatMap { String.fromDatabaseValue($0) }
        wordRanking = BM25(lengths: words, saturation: 1.2)
        // The same run of letters stands in many words, so it takes more of them to say all that it has to say.
        fragmentRanking = BM25(lengths: fragments, saturation: 1.8)
        tokenCounts = data("token_counts").map { TokenCounts(counts: $0, more: data("token_counts_more") ?? Data()) }
        commonFragments = Set(common)
        starts = numbers("vector_starts")
        idle.withLock { $0 = [queue] }
    }

    /// The chunk that a row of the vector index belongs to, or nil for a row beyond the last.
    func chunk(ofRow row: Int) -> Int? {
        guard row >= 0, row < vectors else { return nil }
        guard let starts else { return row }
        // The last chunk that begins at or before the row.
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= row { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }

    /// Runs `body` with a connection that no other thread uses meanwhile; there are as many as there were calls at once.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let queue = try idle.withLock { $0.popLast() } ?? Self.connect(path)
        defer { idle.withLock { if $0.count < Self.kept { $0.append(queue) } } }
        return try Self.explaining(path) { try queue.unsafeRead(body) }
    }

    /// How many idle connections are kept.
    private static let kept = 4

    private static func connect(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        // Nothing ever changes, so one transaction serves all statements, which would begin and end one each.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -600; PRAGMA mmap_size = 0; PRAGMA query_only = 1; BEGIN") }
        guard FileManager.default.fileExists(atPath: path) else { throw problem(path, "the file is missing") }
        let name = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        return try explaining(path) { try DatabaseQueue(path: "file:\(name)?immutable=1", configuration: configuration) }
    }

    private static func explaining<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw problem(path, error.message ?? error.resultCode.description)
        }
    }

    private static func problem(_ path: String, _ reason: String) -> Problem {
        Problem(
            what: "cannot read the chunk store", location: path, reason: reason,
            remedy: "Remove the index's folder: it is fetched and built again.")
    }
}
