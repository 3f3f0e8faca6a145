/// What is done to vectors before they are indexed.
extension VectorFileLayout {
    /// Transforms, one after the other, and the index behind them.
    mutating func chain(depth: Int) throws {
        let transforms = try cursor.int32()
        guard (0...16).contains(transforms) else { throw FileCursor.Failure(reason: "it has \(transforms) transforms before its vectors") }
        for _ in 0..<transforms { try transform() }
        try index(depth: depth + 1)
    }

    /// Passes over one transform.
    mutating func transform(depth: Int = 0) throws {
        let kind = try cursor.letters()
        switch kind {
        case "rrot", "LTra": try matrix()
        case "PCAm", "PcAm", "Pcam":
            try cursor.skip(4)
            if kind == "Pcam" { try cursor.skip(4) }
            try cursor.skip(kind == "PCAm" ? 1 : 1 + 4)
            for _ in 0..<3 { _ = try cursor.array(of: 4) }
            try matrix()
        case "Viqm":
            try cursor.skip(4 + 4)
            try matrix()
        case "RmDT", "VCnt": _ = try cursor.array(of: 4)
        case "VNrm": try cursor.skip(4)
        case "Viqt":
            guard depth == 0 else { throw FileCursor.Failure(reason: "its transforms are nested too deeply") }
            _ = try cursor.array(of: 4)
            try cursor.skip(1)
            try transform(depth: 1)
            try transform(depth: 1)
        default: throw FileCursor.Failure(reason: "it has a transform of a kind that FAISS 1.7.3 does not know (\(kind))")
        }
        try cursor.skip(4 + 4 + 1)
    }

    private mutating func matrix() throws {
        try cursor.skip(1)
        _ = try cursor.array(of: 4)
        _ = try cursor.array(of: 4)
    }
}
