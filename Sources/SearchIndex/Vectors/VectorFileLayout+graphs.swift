/// Graphs that are walked towards a question, over vectors kept in an index of their own.
extension VectorFileLayout {
    mutating func hnsw(_ kind: String, depth: Int) throws {
        for size in [8, 4, 4, 8, 4] { _ = try cursor.array(of: size) }
        try cursor.skip(5 * 4)
        let storage = try index(depth: depth + 1)
        // The library takes the storage for codes of a product quantizer without looking.
        guard kind != "IHNp" || ["IxPq", "IxPo", "IxPQ"].contains(storage.kind) else {
            throw FileCursor.Failure(reason: "its graph does not lie over codes of the kind that it announces")
        }
    }

    /// NSG: for each vector its neighbours, ended by -1 or by their greatest number.
    mutating func navigatingGraph(_ count: Int, depth: Int) throws {
        try cursor.skip(4 + 1 + 4 * 4)
        let nodes = try cursor.int32()
        let most = try cursor.int32()
        try cursor.skip(4 * 4)
        guard try cursor.byte() != 0 else { throw FileCursor.Failure(reason: "its graph was never built") }
        // The library sets aside `nodes` times `most` numbers of four bytes, in arithmetic of 32 bits.
        guard nodes == count, (1...1024).contains(most), try product(nodes, most) < 1 << 31 else {
            throw FileCursor.Failure(reason: "its graph does not match its vectors")
        }
        for _ in 0..<nodes {
            // One number more than `most` is read, which ends a full row.
            for place in 0...most {
                let neighbour = try cursor.int32()
                if neighbour == -1 { break }
                guard place < most, (0..<nodes).contains(neighbour) else { throw FileCursor.Failure(reason: "its graph has links to nowhere") }
            }
        }
        try index(depth: depth + 1)
    }

    /// NN-Descent: for each vector as many neighbours.
    mutating func neighbourGraph(_ count: Int, depth: Int) throws {
        let nodes = try cursor.int32()
        try cursor.skip(4)
        let neighbours = try cursor.int32()
        try cursor.skip(6 * 4 + 1)
        guard nodes == count, neighbours > 0 else { throw FileCursor.Failure(reason: "its graph does not match its vectors") }
        try cursor.array(of: 4, count: try product(nodes, neighbours))
        try index(depth: depth + 1)
    }
}
