/// Cuts a stream of JSON into the elements of its one array: the document itself, or the member `chunks` of it. Only the bytes of one
/// element are held at a time.
struct ElementSplitter {
    /// Why the stream is not such a document.
    struct Failure: Error, Equatable {
        var reason: String
    }

    private enum State: Equatable {
        case start
        /// In the outer object, where a key or its end may stand.
        case key
        /// In a key, whose text so far is held in `held`.
        case keyText(escaped: Bool)
        case colon(isChunks: Bool)
        case value(isChunks: Bool)
        /// In a value that nobody wants.
        case skipping(Nesting)
        case afterValue
        /// In the array, where an element may stand; `first`: before any.
        case element(first: Bool)
        case inElement(Nesting)
        case afterElement
        /// After the document.
        case end
    }

    /// How deep in brackets a place is, and whether it is within quotes.
    private struct Nesting: Equatable {
        var depth = 0
        var quoted = false
        var escaped = false

        /// Takes a byte; true when it closes the outermost bracket.
        mutating func closes(_ byte: UInt8) -> Bool {
            if quoted {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    quoted = false
                }
                return false
            }
            switch byte {
            case UInt8(ascii: "\""): quoted = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                return depth == 0
            default: break
            }
            return false
        }
    }

    private var state = State.start
    private var held: [UInt8] = []
    /// Whether the array is a member of an object, whose rest follows it.
    private var wrapped = false
    private var sawArray = false
    /// How many bytes an element may have.
    private let limit: Int

    init(limit: Int = 64 << 20) {
        self.limit = limit
    }

    /// Takes the next byte. Returns an element's bytes when this was its last.
    mutating func take(_ byte: UInt8) throws(Failure) -> [UInt8]? {
        let space = byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
        switch state {
        case .inElement(var nesting):
            held.append(byte)
            if held.count > limit { throw Failure(reason: "it is longer than \(limit) bytes") }
            if nesting.closes(byte) {
                state = .afterElement
                defer { held = [] }
                return held
            }
            state = .inElement(nesting)
        case .skipping(let nesting):
            try skip(byte, nesting)
        case .keyText(let escaped):
            try keyText(byte, escaped: escaped)
        case .start, .key, .colon, .value, .afterValue, .element, .afterElement, .end:
            if !space { try structure(byte) }
        }
        return nil
    }

    /// Ends the stream.
    func finish() throws(Failure) {
        guard state == .end else { throw Failure(reason: state == .start ? "it is empty" : "it ends too early") }
        guard sawArray else { throw Failure(reason: "it is an object without a list named chunks") }
    }

    private mutating func structure(_ byte: UInt8) throws(Failure) {
        switch (state, byte) {
        // A byte order mark may stand before the document.
        case (.start, 0xEF), (.start, 0xBB), (.start, 0xBF): break
        case (.start, UInt8(ascii: "[")): openArray()
        case (.start, UInt8(ascii: "{")):
            wrapped = true
            state = .key
        case (.key, UInt8(ascii: "\"")):
            held = []
            state = .keyText(escaped: false)
        case (.key, UInt8(ascii: "}")): state = .end
        case (.colon(let isChunks), UInt8(ascii: ":")): state = .value(isChunks: isChunks)
        case (.value(isChunks: true), UInt8(ascii: "[")): openArray()
        case (.value(isChunks: true), _): throw Failure(reason: "its chunks are not a list")
        case (.value(isChunks: false), _): try skip(byte, Nesting())
        case (.afterValue, UInt8(ascii: ",")): state = .key
        case (.afterValue, UInt8(ascii: "}")): state = .end
        case (.element(first: true), UInt8(ascii: "]")), (.afterElement, UInt8(ascii: "]")): state = wrapped ? .afterValue : .end
        case (.element, UInt8(ascii: "{")):
            held = [byte]
            state = .inElement(Nesting(depth: 1))
        case (.element, _): throw Failure(reason: "it is not an object")
        case (.afterElement, UInt8(ascii: ",")): state = .element(first: false)
        case (.end, _): throw Failure(reason: "something stands after its end")
        case (.start, _): throw Failure(reason: "it is neither a JSON array nor an object with chunks")
        case (.key, _), (.colon, _), (.afterValue, _), (.afterElement, _): throw Failure(reason: "a comma, a colon or a bracket is missing")
        case (.keyText, _), (.skipping, _), (.inElement, _): break
        }
    }

    private mutating func openArray() {
        sawArray = true
        state = .element(first: true)
    }

    private mutating func keyText(_ byte: UInt8, escaped: Bool) throws(Failure) {
        if !escaped, byte == UInt8(ascii: "\"") {
            state = .colon(isChunks: !sawArray && held == Array("chunks".utf8))
            return
        }
        if held.count < 4096 { held.append(byte) }
        state = .keyText(escaped: !escaped && byte == UInt8(ascii: "\\"))
    }

    private mutating func skip(_ byte: UInt8, _ before: Nesting) throws(Failure) {
        var nesting = before
        let atTop = nesting.depth == 0 && !nesting.quoted
        // A plain number or word ends with what follows it.
        if atTop, byte == UInt8(ascii: ",") {
            state = .key
        } else if atTop, byte == UInt8(ascii: "}") {
            state = .end
        } else {
            _ = nesting.closes(byte)
            state = .skipping(nesting)
        }
    }
}
