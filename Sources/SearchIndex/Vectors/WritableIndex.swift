import Base
import CFaiss
import Foundation

/// An index by inner product while it is made; the library's handle has one owner, which frees it.
struct WritableIndex: ~Copyable {
    private let dimension: Int
    private let path: String
    private let handle: OpaquePointer

    /// - Parameters:
    ///   - kind: In the words of FAISS's `index_factory`.
    ///   - path: Where it will be, for errors.
    init(kind: String, dimension: Int, measure: CFaissMeasure = .product, path: String) throws {
        self.dimension = dimension
        self.path = path
        handle = try FaissError.catching {
            CFaissCreate(kind, Int32(dimension), measure, $0)
        } problem: {
            VectorIndex.problem("cannot make an index of vectors", path, $0)
        }
    }

    deinit { CFaissClose(handle) }

    func train(on vectors: [Float]) throws {
        try call("cannot train the index") { CFaissTrain(handle, vectors, Int64(vectors.count / dimension), $0) }
    }

    func add(_ vectors: [Float]) throws {
        try call("cannot add vectors") { CFaissAdd(handle, vectors, Int64(vectors.count / dimension), $0) }
    }

    func write(to file: String) throws {
        try FaissError.catching {
            CFaissWrite(handle, file, $0) ? () : nil
        } problem: { text in
            // The library's text begins with the place in its source and ends with the system's reason.
            Problem(
                what: "cannot write the vectors", location: path, reason: text.components(separatedBy: "failed: ").last ?? text,
                remedy: "Free some space on that disk, or choose a folder that can be written to, and try again.")
        }
    }

    typealias Hit = (row: Int, score: Float)
    /// How many `nearest` returns at most.
    static let nearestWanted = 10

    /// The vectors nearest to a question, nearest first.
    func nearest(to question: [Float]) throws -> [Hit] {
        var scores = [Float](repeating: 0, count: Self.nearestWanted)
        var rows = [Int64](repeating: 0, count: Self.nearestWanted)
        let found = try FaissError.catching { error -> Int? in
            let found = CFaissSearch(handle, question, Int64(Self.nearestWanted), &scores, &rows, error)
            return found < 0 ? nil : Int(found)
        } problem: {
            VectorIndex.problem("cannot measure the index", path, $0)
        }
        return (0..<found).map { (Int(rows[$0]), scores[$0]) }
    }

    private func call(_ what: String, _ body: (CFaissError) -> Bool) throws {
        try FaissError.catching {
            body($0) ? () : nil
        } problem: {
            VectorIndex.problem(what, path, $0)
        }
    }
}
