/// Inverted files: vectors in lists, each around a centre.
extension VectorFileLayout {
    /// Those of today, and the old ones whose letters begin with `Iv`.
    static let invertedKinds: Set = [
        "IwFl", "IwFd", "IwSQ", "IwSq", "IwPQ", "IwQR", "IwSh", "IwPf", "IwLS", "IwRQ", "IwPR", "IwPL", "IVLf", "IVRf", "NPLf", "NPRf",
        "IvFl", "IvFL", "IvSQ", "IvPQ", "IvQR",
    ]

    mutating func invertedFile(_ kind: String, depth: Int) throws {
        let lists = try cursor.count(most: Self.mostLists)
        try cursor.skip(8)
        let centres = try index(depth: depth + 1)
        guard centres.count == lists, lists > 0 else { throw FileCursor.Failure(reason: "its lists do not match their centres") }
        let isOld = kind.hasPrefix("Iv")
        if isOld { for _ in 0..<lists { _ = try cursor.array(of: 8) } }
        let map = try cursor.byte()
        _ = try cursor.array(of: 8)
        if map == 2 { _ = try cursor.array(of: 16) }
        try codec(kind)
        if isOld {
            // `IvFl` counts numbers, the others bytes.
            for _ in 0..<lists { _ = try cursor.array(of: kind == "IvFl" ? 4 : 1) }
        } else {
            try invertedLists(lists)
        }
        if kind == "IwQR" || kind == "IvQR" {
            try productQuantizer()
            _ = try cursor.array(of: 1)
            try cursor.skip(4)
        }
    }

    /// What stands between the centres and the lists.
    private mutating func codec(_ kind: String) throws {
        switch kind {
        case "IwFd": _ = try cursor.array(of: 8)
        case "IwSQ", "IwSq", "IvSQ":
            _ = try scalarQuantizer()
            try cursor.skip(kind == "IwSq" ? 8 + 1 : 8)
        case "IwPQ", "IwQR", "IvPQ", "IvQR":
            try cursor.skip(1 + 8)
            try productQuantizer()
        case "IwSh":
            try transform()
            try cursor.skip(4 + 4 + 4)
            _ = try cursor.array(of: 4)
        case "IwPf":
            try cursor.skip(1 + 8 + 4 + 8 + 4 + 8)
            try productQuantizer()
        case "IwLS", "IwRQ", "IwPR", "IwPL":
            try cursor.skip(8)
            try additiveQuantizer(kind)
            try cursor.skip(1 + 4)
        case "IVLf", "IVRf", "NPLf", "NPRf":
            try additiveQuantizer(kind)
            try cursor.skip(1 + 3 * 4 + 6 * 8 + 1 + 4 + 8)
        default: break
        }
    }

    private mutating func invertedLists(_ lists: Int) throws {
        let kind = try cursor.letters()
        switch kind {
        case "ilar":
            guard try cursor.count() == lists else { throw Self.wrongLists }
            let bytes = try cursor.count()
            try cursor.skip(try product(try listSizes(lists), bytes + 8))
        case "ilbl":
            guard try cursor.count() == lists else { throw Self.wrongLists }
            try cursor.skip(3 * 8)
            for _ in 0..<lists {
                _ = try cursor.array(of: 8)
                _ = try cursor.array(of: 1)
            }
        case "il00": throw FileCursor.Failure(reason: "its lists are missing: they were left out when it was written")
        // Lists kept elsewhere are read by a path that the file names: a stranger's choice of file to open.
        case "ilod": throw FileCursor.Failure(reason: "it keeps its lists in another file")
        default: throw FileCursor.Failure(reason: "it keeps its lists in a way that FAISS 1.7.3 does not know (\(kind))")
        }
    }

    /// - Returns: How many vectors all lists have.
    private mutating func listSizes(_ lists: Int) throws -> Int {
        let form = try cursor.letters()
        let numbers = try cursor.count()
        var total = 0
        switch form {
        case "full":
            guard numbers == lists else { throw Self.wrongLists }
            for _ in 0..<lists { total += try cursor.count() }
        case "sprs":
            guard numbers.isMultiple(of: 2), numbers / 2 <= lists else { throw Self.wrongLists }
            // Each list once, in order: one named twice would take less room than it announces.
            var last = -1
            for _ in 0..<numbers / 2 {
                let list = try cursor.count(most: lists - 1)
                guard list > last else { throw Self.wrongLists }
                last = list
                total += try cursor.count()
            }
        default: throw FileCursor.Failure(reason: "it counts its lists in a way that FAISS 1.7.3 does not know (\(form))")
        }
        return total
    }

    private static let wrongLists = FileCursor.Failure(reason: "its lists are not as many as it announces")
}
