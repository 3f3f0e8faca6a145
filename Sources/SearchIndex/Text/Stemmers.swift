import CStemmer

/// Snowball's stemmers of the three languages. Each call reuses memory of its own, so an instance serves one thread at a time.
final class Stemmers {
    private var handles: [TextLanguage: OpaquePointer] = [:]

    init() {
        for language in TextLanguage.allCases { handles[language] = CStemmerOpen(language.rawValue) }
    }

    deinit {
        for handle in handles.values { CStemmerClose(handle) }
    }

    /// Hands the bytes of the word's stem to `body`, or those of the word where the language is not known.
    func withStem<Value>(
        of word: UnsafeRawBufferPointer, in language: TextLanguage?, _ body: (UnsafeRawBufferPointer) throws -> Value
    ) rethrows -> Value {
        guard let language, let handle = handles[language], word.count < 64 else { return try body(word) }
        return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: word.count) { buffer in
            _ = buffer.initialize(fromContentsOf: word)
            guard let start = buffer.baseAddress else { return try body(word) }
            let length = CStemmerStem(handle, start, Int32(word.count))
            return try body(UnsafeRawBufferPointer(start: start, count: Int(length)))
        }
    }
}
