import ArgumentParser
import Base
import Foundation

/// What a program of the same function measured of itself: the output of `peer.py measure`.
struct PeerFigures: Decodable {
    /// In milliseconds.
    struct Times: Decodable, CustomStringConvertible {
        var median: Double
        var p99: Double
        /// Processor time for one question.
        var processor: Double

        var description: String { String(format: "median %.1f ms, p99 %.1f ms; %.1f ms of a core", median, p99, processor) }
    }

    /// From the start of its process to the first answer, in milliseconds.
    var start: Double
    var rest: MemoryUse
    /// One question at a time, and by so many clients at once.
    var alone: Times
    var together: Times
    var clients: Int
    /// After so many questions.
    var after: MemoryUse
    var questions: Int

    /// - Throws: `Problem` when the file is of another form.
    init(path: String) throws {
        guard let json = FileManager.default.contents(atPath: path), let figures = try? JSONDecoder().decode(PeerFigures.self, from: json) else {
            throw Problem(
                what: "cannot read the peer's figures", location: path, reason: "it is not what peer.py measure prints", remedy: "Make it again.")
        }
        self = figures
    }

    /// Prints how much more of something a peer takes than Docent, beside the bar.
    static func ratio(_ name: String, _ theirs: Double, to ours: Double, bar: Double) {
        let ratio = theirs / max(ours, 0.001)
        Summary.row(name, String(format: "%.1f times Docent's; ", ratio) + Bar(atLeast: bar, decimals: 0).verdict(on: ratio))
    }

    /// How often Docent's time, and its memory, a peer is to take.
    static let timeBar = 5.0
    static let memoryBar = 4.0
}

/// A file or folder of somebody's results, given as NAME=PATH.
struct NamedPath: ExpressibleByArgument {
    var name: String
    var path: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        (name, path) = (parts[0], parts[1])
    }
}
