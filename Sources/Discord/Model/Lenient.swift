/// Decoding that survives what Discord changes: a field that is missing, null or of another type is nil, and an element that cannot be
/// read is left out. Most releases of other libraries mend a field that became nullable; none is needed here.
extension KeyedDecodingContainer {
    func lenient<Value: Decodable>(_ key: Key, as type: Value.Type = Value.self) -> Value? {
        (try? decodeIfPresent(Value.self, forKey: key)) ?? nil
    }

    func list<Element: Decodable>(_ key: Key, of type: Element.Type = Element.self) -> [Element] {
        lenient(key, as: [Perhaps<Element>].self)?.compactMap(\.value) ?? []
    }
}

/// An element of a list that may turn out unreadable.
private struct Perhaps<Value: Decodable>: Decodable {
    var value: Value?

    init(from decoder: any Decoder) {
        value = try? Value(from: decoder)
    }
}
