import Glibc

/// The process in which documents are read: the same program, started again with a hidden argument. Whatever a document does to it,
/// the program that started it lives on.
package enum ExtractWorker {
    /// The first argument that makes a program the worker; to be looked for before anything else of the command line.
    package static let argument = "--extract-worker"

    /// Reads one document under limits and writes what it finds on standard output.
    /// - Parameter arguments: The whole command line: program, `--extract-worker`, the file, and its name's ending in lower case.
    /// - Returns: The exit code: 0 when an outcome was written, 2 for a wrong command line.
    package static func main(arguments: [String]) -> Int32 {
        guard arguments.count == 4, arguments[1] == argument else { return 2 }
        WorkerLimits.apply()
        let extraction = read(path: arguments[2], ending: arguments[3])
        guard let bytes = try? WorkerMessage.encode(extraction) else { return 1 }
        return write(bytes) ? 0 : 1
    }

    /// Reads the document in this process, whatever it does to it.
    static func read(path: String, ending: String) -> Extraction {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return Extraction(.unreadable, reason: String(cString: strerror(errno))) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return Extraction(.unreadable, reason: "it is not a regular file")
        }
        guard status.st_size <= ExtractionCaps.file else { return Extraction(.tooLarge, reason: "the file is larger than 100 MiB") }
        let length = Int(status.st_size)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            while count < length {
                let got = Glibc.read(file, buffer.baseAddress?.advanced(by: count), length - count)
                if got < 0 { failed = true }
                guard got > 0 else { break }
                count += got
            }
        }
        guard !failed else { return Extraction(.unreadable, reason: "reading it failed") }
        return DocumentReader.read(bytes, path: path, ending: ending)
    }

    private static func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
