import Base
import CFaiss
import Foundation

/// An index while it is made; the library's handle has one owner, which frees it.
struct WritableIndex: ~Copyable {
    let lists: Int
    private let dimension: Int
    private let path: String
    private let handle: OpaquePointer

    /// - Parameter lists: 0 for an index that keeps vectors as they are.
    init(dimension: Int, lists: Int, path: String) throws {
        self.lists = lists
        self.dimension = dimension
        self.path = path
        handle = try FaissError.catching {
            CFaissCreate(Int32(dimension), Int64(lists), $0)
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

    /// The share of the ten nearest, as an exhaustive search finds them, that this index finds too.
    func recall(of questions: [Float], among vectors: [Float]) throws -> Double {
        let exact = try WritableIndex(dimension: dimension, lists: 0, path: path)
        try exact.add(vectors)
        var found = 0
        var wanted = 0
        for start in stride(from: 0, to: questions.count, by: dimension) {
            let question = Array(questions[start..<start + dimension])
            let nearest = try Set(exact.rows(nearest: question))
            wanted += nearest.count
            found += try rows(nearest: question).count(where: nearest.contains)
        }
        return wanted > 0 ? Double(found) / Double(wanted) : 1
    }

    private func rows(nearest question: [Float]) throws -> [Int64] {
        var scores = [Float](repeating: 0, count: 10)
        var rows = [Int64](repeating: 0, count: 10)
        let found = try FaissError.catching { error -> Int? in
            let found = CFaissSearch(handle, question, 10, Int64(VectorIndex.effort(lists: lists)), &scores, &rows, error)
            return found < 0 ? nil : Int(found)
        } problem: {
            VectorIndex.problem("cannot measure the index", path, $0)
        }
        return Array(rows[..<found])
    }

    private func call(_ what: String, _ body: (CFaissError) -> Bool) throws {
        try FaissError.catching {
            body($0) ? () : nil
        } problem: {
            VectorIndex.problem(what, path, $0)
        }
    }
}
