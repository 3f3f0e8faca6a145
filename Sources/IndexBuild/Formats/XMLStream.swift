import CXML

/// An XML or HTML element as it begins.
struct XMLElement {
    /// Without prefix.
    var name: String
    /// The namespace, empty where there is none.
    var space: String
    fileprivate var attributes: UnsafeBufferPointer<CXML_attribute>

    /// The value of the attribute of that name, whatever its prefix.
    subscript(attribute: String) -> String? {
        for entry in attributes where String(cString: entry.name) == attribute {
            let bytes = UnsafeRawBufferPointer(start: entry.value, count: Int(entry.length))
            return String(decoding: bytes, as: UTF8.self)
        }
        return nil
    }
}

/// Takes what a document holds, in its order. An element's attributes can be read only while `begin` runs.
protocol XMLReader: AnyObject {
    func begin(_ element: XMLElement)
    func end(_ name: String, space: String)
    func text(_ text: UnsafeBufferPointer<UInt8>)
}

/// Documents read from beginning to end by libxml2, with nothing of them built in memory.
enum XMLStream {
    /// - Returns: Whether the document was well formed to its end; if not, the reader has had everything before the fault.
    /// - Throws: `ExtractionFailure` for what no word processor writes: declarations, absurd depth.
    @discardableResult
    static func readXML(_ bytes: [UInt8], into reader: some XMLReader) throws -> Bool {
        switch run(reader, { CXML_parse_xml(bytes, Int64(bytes.count), Int32(ExtractionCaps.xmlDepth), $0) }) {
        case CXML_whole: return true
        case CXML_forbidden: throw ExtractionFailure(.malformed, "its XML has a document type declaration, which is refused")
        case CXML_too_deep: throw ExtractionFailure(.malformed, "its XML is nested deeper than \(ExtractionCaps.xmlDepth) elements")
        default: return false
        }
    }

    static func readHTML(_ text: String, into reader: some XMLReader) {
        let bytes = Array(text.utf8)
        _ = run(reader) { CXML_parse_html(bytes, Int64(bytes.count), $0) }
    }

    /// The reader travels through C as a pointer, which holds for the time of the call.
    private final class Box {
        let reader: any XMLReader
        init(_ reader: any XMLReader) { self.reader = reader }
    }

    private static func run(_ reader: any XMLReader, _ parse: (CXML_events) -> CXML_result) -> CXML_result {
        let box = Box(reader)
        return withExtendedLifetime(box) {
            parse(
                CXML_events(
                    context: Unmanaged.passUnretained(box).toOpaque(),
                    start: { context, name, space, attributes, count in
                        guard let context, let name else { return }
                        let element = XMLElement(
                            name: String(cString: name), space: space.map { String(cString: $0) } ?? "",
                            attributes: UnsafeBufferPointer(start: attributes, count: Int(count)))
                        Unmanaged<Box>.fromOpaque(context).takeUnretainedValue().reader.begin(element)
                    },
                    end: { context, name, space in
                        guard let context, let name else { return }
                        let space = space.map { String(cString: $0) } ?? ""
                        Unmanaged<Box>.fromOpaque(context).takeUnretainedValue().reader.end(String(cString: name), space: space)
                    },
                    text: { context, text, length in
                        guard let context else { return }
                        UnsafeRawBufferPointer(start: text, count: Int(length)).withMemoryRebound(to: UInt8.self) {
                            Unmanaged<Box>.fromOpaque(context).takeUnretainedValue().reader.text($0)
                        }
                    }))
        }
    }
}
