/// How vectors are encoded.
extension VectorFileLayout {
    /// Bits of a random rotation (locality-sensitive hashing).
    mutating func hashes() throws {
        try cursor.skip(4 + 1 + 1)
        _ = try cursor.array(of: 4)
        try cursor.skip(4)
        try transform()
        _ = try cursor.array(of: 1)
    }

    /// One small number for each number of a vector.
    /// - Returns: The bytes of one code.
    mutating func scalarQuantizer() throws -> Int {
        let kind = try cursor.int32()
        try cursor.skip(4 + 4)
        let dimension = try cursor.count(most: 65_536)
        try cursor.skip(8)
        _ = try cursor.array(of: 4)
        // `ScalarQuantizer::set_derived_sizes`. Kinds from 7 on came later; the library reads them and aborts at the first search.
        switch kind {
        case 0, 2, 5: return dimension
        case 1, 3: return (dimension + 1) / 2
        case 4: return 2 * dimension
        case 6: return (6 * dimension + 7) / 8
        default: throw FileCursor.Failure(reason: "its scalar quantizer is of a kind that this version cannot search (\(kind))")
        }
    }

    /// A centre's number for each piece of a vector.
    /// - Returns: How many pieces there are, and the bits of a centre's number.
    @discardableResult
    mutating func productQuantizer() throws -> (pieces: Int, bits: Int) {
        let dimension = try cursor.count(most: 65_536)
        let pieces = try cursor.count(most: 65_536)
        let bits = try cursor.count(most: 16)
        guard dimension > 0, pieces > 0, bits > 0, dimension % pieces == 0 else {
            throw FileCursor.Failure(reason: "its product quantizer cannot be: \(pieces) pieces of \(bits) bits for \(dimension) numbers")
        }
        try cursor.array(of: 4, count: dimension << bits)
        return (pieces, bits)
    }

    /// Centres that are added up. Of the kinds, the third letter tells the quantizer: residual, local search, or a product of either.
    mutating func additiveQuantizer(_ kind: String) throws {
        switch kind {
        case "IxLS", "IwLS", "ILfs", "IVLf": try localSearchQuantizer()
        case "IxPR", "IPRf", "IwPR", "NPRf": try productOfQuantizers { try $0.residualQuantizer() }
        case "IxPL", "IPLf", "IwPL", "NPLf": try productOfQuantizers { try $0.localSearchQuantizer() }
        case "IxRQ":
            // The order of the fields before version 1.7.1.
            try centres(isOld: true)
        default: try residualQuantizer()
        }
    }

    private mutating func residualQuantizer() throws {
        let size = try centres()
        let training = try cursor.int32()
        try cursor.skip(4)
        // Unless the quantizer says that it does without, the library computes a table of all pairs of centres at once.
        guard training & 2048 != 0 || size <= Self.mostCentres else { throw Self.tooManyCentres(size) }
    }

    private mutating func localSearchQuantizer() throws {
        try centres()
        try cursor.skip(5 * 8 + 2 * 4 + 8 + 4 + 8 + 1)
    }

    private mutating func productOfQuantizers(_ part: (inout VectorFileLayout) throws -> Void) throws {
        try centres(isWhole: false)
        for _ in 0..<(try cursor.count(most: 1024)) { try part(&self) }
    }

    /// A pair of centres takes 4 bytes: 64 MB for this many.
    private static let mostCentres = 4096

    private static func tooManyCentres(_ count: Int) -> FileCursor.Failure {
        FileCursor.Failure(reason: "its residual quantizer has \(count) centres, whose table of pairs would take \(count * count >> 18) MB")
    }

    /// - Parameters:
    ///   - isOld: In the order of fields of old files.
    ///   - isWhole: Whether the centres are of the vectors' dimension, not of pieces of them.
    /// - Returns: How many centres there are.
    @discardableResult
    private mutating func centres(isOld: Bool = false, isWhole: Bool = true) throws -> Int {
        let dimension = try cursor.count(most: 65_536)
        let steps = try cursor.count(most: 65_536)
        guard try cursor.count() == steps else { throw FileCursor.Failure(reason: "its quantizer's steps do not fit") }
        var total = 0
        for _ in 0..<steps { total += 1 << (try cursor.count(most: 16)) }
        try cursor.skip(isOld ? 1 + 4 + 4 : 1)
        let numbers = try cursor.array(of: 4)
        guard isWhole ? numbers == total * dimension : numbers <= total * dimension else {
            throw FileCursor.Failure(reason: "its quantizer's centres do not fit")
        }
        let search = try cursor.int32()
        try cursor.skip(4 + 4)
        if isOld { return total }
        // Those with centres for the lengths: of 8 and 4 bits, and two more with tables.
        if (6...9).contains(search) { _ = try cursor.array(of: 4) }
        if (8...9).contains(search) { _ = try cursor.array(of: 4) }
        return total
    }

    /// Codes of four bits, packed in blocks (fast scan).
    mutating func packedCodes(_ kind: String) throws {
        if kind == "IPfs" {
            try productQuantizer()
            try cursor.skip(3 * 4 + 2 * 8)
        } else {
            try additiveQuantizer(kind)
            try cursor.skip(3 * 4 + 6 * 8 + 1 + 4 + 8)
        }
        _ = try cursor.array(of: 1)
    }
}
