import Base
import CFaiss

/// The library's own words when a call fails.
enum FaissError {
    /// Calls the library with room for an error's text; nil from `call` throws what `problem` makes of the text.
    static func catching<Value>(_ call: (CFaissError) throws -> Value?, problem: (String) -> Problem) throws -> Value {
        try withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { buffer in
            buffer.initialize(repeating: 0)
            guard let start = buffer.baseAddress else { throw problem("not enough memory") }
            if let value = try call(CFaissError(text: start, capacity: buffer.count)) { return value }
            let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw problem(String(decoding: bytes, as: UTF8.self))
        }
    }
}
