import Glibc

/// PDF by poppler's `pdftotext`, in slices of pages: a page that breaks it costs its slice and not the document.
enum PDFText {
    private static let slice = 50
    /// No new slice is begun after this much of the document's minute.
    private static let patience = Duration.seconds(45)

    static func read(path: String) throws -> Extraction {
        let folders = ["/usr/bin", "/usr/local/bin", "/bin"]
        guard let tool = folders.map({ $0 + "/pdftotext" }).first(where: { access($0, X_OK) == 0 }) else {
            throw ExtractionFailure(.toolMissing, "pdftotext was not found")
        }
        var pages = Pages()
        let start = ContinuousClock.now
        while !pages.atEnd {
            guard pages.count < ExtractionCaps.pages else { throw ExtractionFailure(.tooLarge, "it has more than 10,000 pages") }
            let spent = ContinuousClock.now - start
            guard spent < patience else {
                pages.giveUp(ExtractionFailure(.timeout, "reading it took too long"))
                break
            }
            let range = (pages.count + 1)...(pages.count + slice)
            let child = ChildProcess(
                executable: tool,
                arguments: ["-q", "-enc", "UTF-8", "-f", "\(range.lowerBound)", "-l", "\(range.upperBound)", "--", path, "-"],
                ownSession: false)
            // A little less than what is left, so that this process can still tell what it has.
            let result = child.run(within: .seconds(55) - spent, outputLimit: ExtractionCaps.text)
            try pages.take(result, range: range)
        }
        return try pages.extraction()
    }
}

/// What the slices gave so far.
private struct Pages {
    private(set) var count = 0
    private(set) var atEnd = false
    private var paragraphs = ParagraphLines()
    private var characters = 0
    private var bytes = 0
    private var blank: [Int] = []
    private var lost: [(range: ClosedRange<Int>, failure: ExtractionFailure)] = []

    mutating func take(_ result: ChildProcess.Result, range: ClosedRange<Int>) throws {
        switch result.end {
        case .exited(0): add(result.output, range: range)
        // "Wrong page range": the slice begins behind the last page.
        case .exited(99) where range.lowerBound > 1: atEnd = true
        case .exited(let code):
            if result.errors.contains("Incorrect password") { throw ExtractionFailure(.encrypted, "it needs a password") }
            giveUp(ExtractionFailure(code == 3 ? .encrypted : .malformed, "pdftotext cannot read it (exit code \(code))"))
        case .signalled(let signal):
            let outcome = DocumentExtractor.death(by: signal, errors: result.errors, peakMemory: result.peakMemory)
            lose(range, ExtractionFailure(outcome, "pdftotext was ended by signal \(signal)"))
        case .outOfTime, .cancelled: giveUp(ExtractionFailure(.timeout, "reading it took too long"))
        case .outputTooLong: throw ExtractionFailure(.tooLarge, "it holds more than 50 MiB of text")
        case .notStarted(let reason): throw ExtractionFailure(.toolMissing, "pdftotext could not be started: \(reason)")
        }
    }

    private mutating func add(_ output: [UInt8], range: ClosedRange<Int>) {
        // Each page ends with a form feed.
        let texts = output.split(separator: 0x0C, omittingEmptySubsequences: false).dropLast()
        bytes += output.count
        for text in texts {
            count += 1
            let visible = text.count { $0 > 0x20 }
            characters += visible
            if visible == 0 { blank.append(count) }
            paragraphs.add(String(decoding: text, as: UTF8.self), page: count)
        }
        atEnd = texts.count < range.count
    }

    /// Goes on behind a slice that could not be read, unless it is the first: then there is nothing to go by.
    private mutating func lose(_ range: ClosedRange<Int>, _ failure: ExtractionFailure) {
        lost.append((range, failure))
        count = range.upperBound
        // Two in a row: the cause is not in the pages.
        atEnd = lost.count > 1 || range.lowerBound == 1
    }

    mutating func giveUp(_ failure: ExtractionFailure) {
        lost.append(((count + 1)...(count + 1), failure))
        atEnd = true
    }

    func extraction() throws -> Extraction {
        if let (range, failure) = lost.first {
            guard !paragraphs.blocks.isEmpty else { throw failure }
            return Extraction(
                .incomplete, reason: "pages from \(range.lowerBound) on could not be read: \(failure.reason)",
                text: ExtractedText(blocks: paragraphs.blocks), pages: count)
        }
        // A scan may bear a stamp or a page number, but no text.
        if characters == 0 || (count >= 3 && characters < 8 * count) {
            throw ExtractionFailure(.noTextLayer, count == 1 ? "its page is a picture" : "its \(count) pages are pictures")
        }
        let scans = blank.count * 2 > count && count > 2 ? ["\(blank.count) of \(count) pages hold no text: they may be scans"] : []
        return Extraction(.read, notes: scans, text: ExtractedText(blocks: paragraphs.blocks), pages: count)
    }
}
