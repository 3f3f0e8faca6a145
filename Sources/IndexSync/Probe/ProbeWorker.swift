import Base
import Foundation
package import SearchIndex

#if canImport(Glibc)
    @preconcurrency import Glibc
#endif

/// The child's side of the probe: limits itself, opens the snapshot, searches at random or as an exam wants it, and ends with 0 if all went
/// well.
package enum ProbeWorker {
    /// The hidden first argument: `docent --probe-index DIR --memory BYTES --cpu SECONDS --own-memory BYTES [--exam FILE [--model FILE]]`.
    package static let flag = "--probe-index"

    private static let searches = 24

    /// To be called first thing by the program when its first argument is `flag`, before anything else is set up.
    /// - Parameters:
    ///   - arguments: Those after the program's name.
    ///   - interaction: Compares questions with passages by the embedded model in that file, as the bot does.
    /// - Returns: The process's exit code.
    package static func main(arguments: [String], interaction: (String) -> LateInteraction? = { _ in nil }) -> Int32 {
        guard arguments.count >= 2, arguments[0] == flag else { return 2 }
        ProcessLimit.coreFile.lower(to: 0)
        // Where memory runs short all the same, this process is to be ended and not the bot.
        if let file = FileHandle(forWritingAtPath: "/proc/self/oom_score_adj") { try? file.write(contentsOf: Data("1000".utf8)) }
        let options = Dictionary(zip(arguments.dropFirst(2), arguments.dropFirst(3))) { first, _ in first }
        for (option, value) in options {
            guard let number = Int(value) else { continue }
            if option == "--memory" { ProcessLimit.addressSpace.lower(to: number) }
            if option == "--own-memory" { ProcessLimit.ownMemory.lower(to: number) }
            if option == "--cpu" { ProcessLimit.processorSeconds.lower(to: number) }
        }
        do {
            if let paper = options["--exam"] {
                try ExamWorker.examine(arguments[1], paper: paper, interaction: options["--model"].flatMap(interaction), say: say)
            } else {
                try probe(arguments[1])
            }
            return 0
        } catch {
            say("problem: \((error as? Problem).map { "\($0.reason)" } ?? "\(error)")")
            return 1
        }
    }

    private static func probe(_ folder: String) throws {
        say("stage: opening the vectors")
        let dimension = try vectorsTested(in: folder)
        say("stage: opening")
        let index = try SearchIndex(folder: folder)
        let count = index.manifest.numChunks
        // A fixed seed: the same index gives the same verdict.
        var random = SplitMix(seed: 0x5EED)
        for number in 0..<searches {
            say("stage: searching, \(number + 1) of \(searches)")
            let chunk = try index.chunk(Int(random.next() % UInt64(count)))
            let words = chunk.text.split(separator: " ").prefix(6).joined(separator: " ")
            let hits = try index.search(SearchQuery(text: words, vector: unitVector(dimension, &random), top: 8))
            guard !hits.isEmpty else { throw refusal(folder, "a search found nothing among \(count) chunks") }
            for hit in hits {
                guard (0..<count).contains(hit.chunk), hit.score.isFinite else {
                    throw refusal(folder, "a search answered chunk \(hit.chunk) with score \(hit.score)")
                }
                _ = try index.chunk(hit.chunk)
            }
        }
    }

    /// Puts the vectors alone to their test; their memory is free again after it.
    /// - Returns: How many numbers a vector has, which not every manifest tells.
    private static func vectorsTested(in folder: String) throws -> Int {
        let vectors = try VectorIndex.open(path: "\(folder)/\(ArtifactLayout.vectors)")
        say("stage: searching the vectors")
        try vectors.selfTest()
        return vectors.dimension
    }

    private static func refusal(_ folder: String, _ reason: String) -> Problem {
        Problem(what: "the index answers wrongly", location: folder, reason: reason, remedy: "Build it again.")
    }

    private static func unitVector(_ dimension: Int, _ random: inout SplitMix) -> [Float] {
        let vector = (0..<dimension).map { _ in Float.random(in: -1...1, using: &random) }
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? vector.map { $0 / length } : vector
    }

    /// Said at once, for the next step may be the last.
    private static func say(_ line: String) {
        let bytes = Array("\(line.replacing("\n", with: " "))\n".utf8)
        _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}
