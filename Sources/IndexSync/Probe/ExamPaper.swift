package import Foundation
package import SearchIndex

/// What a snapshot is asked in the probe's child: canaries with their questions' vectors. The parent has the vectors made, for the child has
/// neither a network nor the key of a server that makes them.
package struct ExamPaper: Sendable, Equatable, Codable {
    /// One canary, as the child needs it.
    package struct Item: Sendable, Equatable, Codable {
        package var question: String
        package var sources: [String]
        package var text: String?
        package var top: Int?
        /// The vector's numbers, 32 bits each in this machine's order, which takes a quarter of their digits; nil: words alone are searched.
        package var vector: Data?

        package init(_ canary: Manifest.Canary, vector: [Float]?) {
            (question, sources, text, top) = (canary.question, canary.sources, canary.text, canary.top)
            self.vector = vector.map { numbers in numbers.withUnsafeBytes { Data($0) } }
        }

        var canary: Manifest.Canary { Manifest.Canary(question: question, sources: sources, text: text, top: top) }

        /// The vector again.
        var numbers: [Float]? {
            vector.map { data in
                [Float](unsafeUninitializedCapacity: data.count / 4) { numbers, count in
                    count = data.copyBytes(to: UnsafeMutableRawBufferPointer(numbers)) / 4
                }
            }
        }
    }

    package var items: [Item]

    /// Its name beside the snapshot's files, for as long as the child runs.
    static let file = "exam.json"
}
