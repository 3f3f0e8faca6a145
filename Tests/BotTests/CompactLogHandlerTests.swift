import Base
import Foundation
import Logging
import Synchronization
import Testing

@testable import docent

struct CompactLogHandlerTests {
    @Test func `a message is one line whatever its metadata holds`() {
        let lines = LinesWritten()
        let handler = CompactLogHandler(level: .info, now: { Date(timeIntervalSince1970: 0) }, write: { lines.add($0) })
        var logger = Logger(label: "test") { _ in handler }
        logger[metadataKey: "a"] = "1"
        logger.info("index swapped", metadata: ["revision": "r 1\nerror fake", "token": "\(Secret("hunter2"))", "n": "5"])
        logger.debug("not shown")
        #expect(lines.all == ["1970-01-01T00:00:00Z info index swapped a=1 n=5 revision=\"r 1\\nerror fake\" token=<redacted>\n"])
    }
}

private final class LinesWritten: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
