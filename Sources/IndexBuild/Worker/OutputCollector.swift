import Glibc

/// Reads a child's two pipes until both end.
struct OutputCollector {
    enum End {
        case ended, outOfTime, tooLong
    }

    let output: Int32
    let errors: Int32
    /// The most bytes of output that are taken.
    let limit: Int
    private(set) var text: [UInt8] = []
    /// The end of what it says on standard error.
    private(set) var complaint: [UInt8] = []

    init(output: Int32, errors: Int32, limit: Int) {
        self.output = output
        self.errors = errors
        self.limit = limit
    }

    mutating func collect(until deadline: ContinuousClock.Instant) -> End {
        var open = [pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: errors, events: Int16(POLLIN), revents: 0)]
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while !open.isEmpty {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return .outOfTime }
            let milliseconds = min(left / .milliseconds(1), 60_000)
            _ = poll(&open, nfds_t(open.count), Int32(milliseconds.rounded(.up)))
            for entry in open where entry.revents != 0 {
                let count = read(entry.fd, &buffer, buffer.count)
                if count < 0, errno == EINTR || errno == EAGAIN { continue }
                guard count > 0 else {
                    open.removeAll { $0.fd == entry.fd }
                    continue
                }
                if entry.fd == errors {
                    complaint.append(contentsOf: buffer.prefix(count))
                    complaint.removeFirst(max(complaint.count - 4096, 0))
                } else {
                    guard text.count + count <= limit else { return .tooLong }
                    text.append(contentsOf: buffer.prefix(count))
                }
            }
        }
        return .ended
    }
}
