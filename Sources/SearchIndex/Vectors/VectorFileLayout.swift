import Base

/// What a part of a `faiss.index` announces of itself.
package struct VectorFileHeader: Sendable, Equatable {
    /// Its kind, as four letters: `IxFI` is a flat index by inner product.
    package let kind: String
    package let dimension: Int
    package let count: Int
}

/// Reads through a `faiss.index` without the library. What each part announces is held against the file's length before the library sets
/// memory aside for it, and what the library must not be given is refused by name: it divides by counts of zero, takes 16 GiB for one forged
/// number, and opens files that an index names.
///
/// The layout is that of FAISS 1.7.3's `impl/index_read.cpp`: four letters, the header, then what the kind has, arrays each with their length
/// before them. Whether the parts fit one another is looked at after loading (`Check.cpp` in `CFaiss`).
package struct VectorFileLayout {
    var cursor: FileCursor

    /// - Returns: The outermost part.
    /// - Throws: `Problem` when the file is shorter than what it announces, announces what cannot be, or has a part that cannot be read.
    @discardableResult
    package static func check(path: String) throws -> VectorFileHeader {
        do {
            var layout = VectorFileLayout(cursor: try FileCursor(path: path))
            return try layout.index()
        } catch let failure as FileCursor.Failure {
            throw VectorIndex.problem("cannot open the vectors", path, failure.reason)
        }
    }

    /// Passes over an index and those within it.
    /// - Parameter depth: In how many others it lies.
    @discardableResult
    mutating func index(depth: Int = 0) throws -> VectorFileHeader {
        guard depth < 8 else { throw FileCursor.Failure(reason: "the index is nested too deeply") }
        let kind = try cursor.letters()
        guard kind.hasPrefix("I") || kind.hasPrefix("NP"), kind.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw FileCursor.Failure(reason: "it is not a FAISS index")
        }
        try refuse(kind, isOutermost: depth == 0)
        let header = try header(of: kind)
        try body(of: header, depth: depth)
        return header
    }

    /// Kinds that are read but cannot be searched, or only as a part of another.
    private func refuse(_ kind: String, isOutermost: Bool) throws {
        let reason: String? =
            switch kind {
            case _ where kind.hasPrefix("IB"): "it is an index of binary vectors"
            case "IxLa", "IRMf", "IRMh", "Ix2L": "an index of this kind (\(kind)) encodes vectors and cannot be searched"
            case "IHN2": "graphs over two-level codes (IHN2) cannot be searched by this version"
            case "Imiq", "ImRQ": isOutermost ? "it holds the centres of lists (\(kind)) and no vectors" : nil
            default: nil
            }
        if let reason { throw FileCursor.Failure(reason: reason) }
    }

    private mutating func header(of kind: String) throws -> VectorFileHeader {
        let dimension = try cursor.int32()
        // Centres that are made of parts are counted without being stored one by one.
        let isVirtual = kind == "Imiq" || kind == "ImRQ"
        let count = try cursor.count(most: isVirtual ? Self.mostLists : nil)
        try cursor.skip(16 + 1)
        // Measures beyond inner product (0) and squared distance (1) have a parameter.
        if try cursor.int32() > 1 { try cursor.skip(4) }
        guard (1...65_536).contains(dimension) else { throw FileCursor.Failure(reason: "a dimension of \(dimension) is not possible") }
        return VectorFileHeader(kind: kind, dimension: dimension, count: count)
    }

    /// More lists than this take more memory empty than an index of this program's size has use for.
    static let mostLists = 1 << 20

    private mutating func body(of header: VectorFileHeader, depth: Int) throws {
        let kind = header.kind
        switch kind {
        case "IxFI", "IxF2", "IxFl": try cursor.array(of: 4, count: try product(header.count, header.dimension))
        case "IxHE", "IxHe": try hashes()
        case "IxSQ": try cursor.array(of: 1, count: try product(header.count, try scalarQuantizer()))
        case "IxPQ", "IxPo", "IxPq":
            try productQuantizer()
            _ = try cursor.array(of: 1)
            if kind != "IxPQ" { try cursor.skip(4 + 1 + 4) }
        case "IxRQ", "IxRq", "IxLS", "IxPR", "IxPL":
            try additiveQuantizer(kind)
            try cursor.skip(8)
            _ = try cursor.array(of: 1)
        case "Imiq": try productQuantizer()
        case "ImRQ":
            try additiveQuantizer(kind)
            try cursor.skip(4)
        case "IPfs", "ILfs", "IRfs", "IPRf", "IPLf": try packedCodes(kind)
        case "IxPT": try chain(depth: depth)
        case "IxRF":
            try index(depth: depth + 1)
            try index(depth: depth + 1)
            try cursor.skip(4)
        case "IxMp", "IxM2":
            try index(depth: depth + 1)
            try cursor.array(of: 8, count: header.count)
        case "IHNf", "IHNp", "IHNs": try hnsw(kind, depth: depth)
        case "INSf", "INSp", "INSs": try navigatingGraph(header.count, depth: depth)
        case "INNf": try neighbourGraph(header.count, depth: depth)
        case _ where Self.invertedKinds.contains(kind): try invertedFile(kind, depth: depth)
        default: throw FileCursor.Failure(reason: "it has a part of a kind that FAISS 1.7.3 does not know (\(kind))")
        }
    }

    func product(_ one: Int, _ other: Int) throws -> Int {
        let (product, overflow) = one.multipliedReportingOverflow(by: other)
        guard !overflow else { throw FileCursor.Failure(reason: "it announces more than its length allows") }
        return product
    }
}
