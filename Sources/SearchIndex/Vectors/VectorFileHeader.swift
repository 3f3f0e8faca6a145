import Base

/// What a `faiss.index` announces of itself, held against the file's length before the library sets memory aside for it.
///
/// The layout is that of FAISS's `impl/index_write.cpp`: a code of four letters, the header, then what the kind has, arrays each with
/// their length before them. Kinds that are not known here are let through with their header alone looked at.
package struct VectorFileHeader: Sendable, Equatable {
    /// The outermost kind, as its four letters: `IxFI` is a flat index by inner product.
    package let kind: String
    package let dimension: Int
    package let count: Int

    /// - Throws: `Problem` when the file is shorter than what it announces or announces what cannot be.
    package init(path: String) throws {
        do {
            var cursor = try FileCursor(path: path)
            self = try Self.read(&cursor, depth: 0)
        } catch let failure as FileCursor.Failure {
            throw VectorIndex.problem("cannot open the vectors", path, failure.reason)
        }
    }

    private init(kind: String, dimension: Int, count: Int) {
        self.kind = kind
        self.dimension = dimension
        self.count = count
    }

    /// Reads one index, and those within it.
    private static func read(_ cursor: inout FileCursor, depth: Int) throws -> VectorFileHeader {
        guard depth < 8 else { throw FileCursor.Failure(reason: "the index is nested too deeply") }
        let kind = try cursor.letters()
        guard kind.hasPrefix("I"), kind.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw FileCursor.Failure(reason: "it is not a FAISS index")
        }
        guard !kind.hasPrefix("IB") else { throw FileCursor.Failure(reason: "it is an index of binary vectors") }
        let dimension = Int(try cursor.int32())
        let count = try cursor.count()
        try cursor.skip(16 + 1)
        // Measures beyond inner product (0) and distance (1) have a parameter.
        if try cursor.int32() > 1 { try cursor.skip(4) }
        guard (1...65_536).contains(dimension) else { throw FileCursor.Failure(reason: "a dimension of \(dimension) is not possible") }
        let header = VectorFileHeader(kind: kind, dimension: dimension, count: count)
        try header.readBody(&cursor, depth: depth)
        return header
    }

    private func readBody(_ cursor: inout FileCursor, depth: Int) throws {
        switch kind {
        case "IxFI", "IxF2", "IxFl":
            try expect(try cursor.array(of: 4), product: count, dimension)
        case "IxSQ":
            let bytes = try scalarQuantizer(&cursor)
            try expect(try cursor.array(of: 1), product: count, bytes)
        case "IxPq":
            try productQuantizer(&cursor)
            _ = try cursor.array(of: 1)
        case "IxMp", "IxM2":
            let inner = try Self.read(&cursor, depth: depth + 1)
            guard inner.count == count else { throw FileCursor.Failure(reason: "its row numbers do not match its vectors") }
            try expect(try cursor.array(of: 8), product: count, 1)
        case "IHNf", "IHNp", "IHNs", "IHN2":
            for size in [8, 4, 4, 8, 4] { _ = try cursor.array(of: size) }
            try cursor.skip(5 * 4)
            _ = try Self.read(&cursor, depth: depth + 1)
        case "IwFl":
            try invertedFile(&cursor, depth: depth) { _ in }
        case "IwSq":
            try invertedFile(&cursor, depth: depth) { cursor in
                _ = try scalarQuantizer(&cursor)
                try cursor.skip(8 + 1)
            }
        case "IwPQ":
            try invertedFile(&cursor, depth: depth) { cursor in
                try cursor.skip(1 + 8)
                try productQuantizer(&cursor)
            }
        default: break
        }
    }

    /// - Returns: The bytes of one code.
    private func scalarQuantizer(_ cursor: inout FileCursor) throws -> Int {
        guard (0...6).contains(try cursor.int32()) else {
            throw FileCursor.Failure(reason: "its scalar quantizer is of a kind that this version cannot search")
        }
        try cursor.skip(4 + 4 + 8)
        let bytes = try cursor.count()
        _ = try cursor.array(of: 4)
        return bytes
    }

    private func productQuantizer(_ cursor: inout FileCursor) throws {
        try cursor.skip(3 * 8)
        _ = try cursor.array(of: 4)
    }

    private func invertedFile(_ cursor: inout FileCursor, depth: Int, codec: (inout FileCursor) throws -> Void) throws {
        let lists = try cursor.count()
        try cursor.skip(8)
        let quantizer = try Self.read(&cursor, depth: depth + 1)
        guard quantizer.count == lists, quantizer.dimension == dimension else {
            throw FileCursor.Failure(reason: "its lists do not match their centres")
        }
        let direct = try cursor.byte()
        _ = try cursor.array(of: 8)
        if direct == 2 { _ = try cursor.array(of: 16) }
        try codec(&cursor)
        switch try cursor.letters() {
        case "ilar":
            guard try cursor.count() == lists else { throw FileCursor.Failure(reason: "its lists are not as many as it announces") }
            let bytes = try cursor.count()
            _ = try cursor.letters()
            _ = try cursor.array(of: 8)
            try expect(try cursor.rest(in: bytes + 8), atLeast: count)
        // Lists kept elsewhere are read by a path that the file names: a stranger's choice of file to open.
        case "ilod": throw FileCursor.Failure(reason: "it keeps its lists in another file")
        default: break
        }
    }

    private func expect(_ found: Int, product count: Int, _ size: Int) throws {
        let (wanted, overflow) = count.multipliedReportingOverflow(by: size)
        guard !overflow, wanted == found else { throw FileCursor.Failure(reason: "it holds less or more than the vectors it announces") }
    }

    private func expect(_ found: Int, atLeast wanted: Int) throws {
        guard found >= wanted else { throw FileCursor.Failure(reason: "it ends before the vectors it announces") }
    }
}
