import Base
import Foundation
import GRDB

#if canImport(Glibc)
    import Glibc
#endif

/// Builds `chunks.sqlite` from `meta.json`, as a stream with bounded memory.
package struct ChunkStoreBuilder: Sendable {
    /// Makes what gives texts' token numbers for late interaction, one text after another; nil stores none.
    package var tokenize: (@Sendable () -> (String) -> [UInt32])?
    /// Names the tokenizer in the store.
    package var tokenizer: String?

    /// The version of what is built. A store of another version cannot be opened and is to be built anew.
    package static var version: Int { ChunkStoreSchema.version }

    package init(tokenizer: String? = nil, tokenize: (@Sendable () -> (String) -> [UInt32])? = nil) {
        self.tokenizer = tokenizer
        self.tokenize = tokenize
    }

    /// Reads `meta` and writes the store under a temporary name, then renames it to `store`. Blocks.
    /// - Returns: How many chunks there are and how many vector rows they have.
    /// - Throws: `Problem` when the file is not an array of objects with text, or the disk is full.
    package func build(meta: String, store: String) throws -> (chunks: Int, vectors: Int) {
        let temporary = "\(store).\(getpid()).tmp"
        unlink(temporary)
        defer { unlink(temporary) }
        // What starting and downloading touched of the program is half of what is resident while a store is made.
        ResidentMemory.dropProgram()
        do {
            let counts = try write(meta: meta, to: temporary)
            try sync(temporary)
            guard rename(temporary, store) == 0 else { throw Self.problem(store, String(cString: strerror(errno))) }
            AtomicFile.syncFolder(of: store)
            return counts
        } catch let error as DatabaseError {
            throw Self.problem(store, "\(error.message ?? error.resultCode.description)")
        }
    }

    private func write(meta: String, to path: String) throws -> (chunks: Int, vectors: Int) {
        var configuration = Configuration()
        // The file has another name until it is whole, so a journal would protect nothing.
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.write { db in
            try db.execute(sql: ChunkStoreSchema.tables)
            var rows = ChunkRows(tokenize: tokenize?(), beside: path)
            let chunks = try MetaReader.read(path: meta) { try rows.append($0, to: db) }
            try rows.finish(in: db)
            try db.execute(
                sql: "INSERT INTO fact VALUES ('version', ?), ('chunks', ?), ('vectors', ?), ('tokenizer', ?)",
                arguments: [ChunkStoreSchema.version, chunks, rows.vectors, tokenize == nil ? nil : tokenizer])
            return (chunks, rows.vectors)
        }
    }

    private func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.problem(path, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.problem(path, String(cString: strerror(errno))) }
    }

    private static func problem(_ path: String, _ reason: String) -> Problem {
        Problem(
            what: "cannot build the chunk store", location: path, reason: reason,
            remedy: "See that the folder may be written to and has space for about four times the size of meta.json.")
    }
}
