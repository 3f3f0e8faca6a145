import Base
import Foundation
import Testing

@Suite struct JSONValueTests {
    @Test func `every kind of value survives a round trip`() throws {
        let text = #"{"a":[null,true,1,-2.5,9007199254740993,"São Paulo – 🏛"],"b":{"c":{}}}"#
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        #expect(value["a"] == .array([.null, .bool(true), .integer(1), .number(-2.5), .integer(9_007_199_254_740_993), .string("São Paulo – 🏛")]))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode(value), as: UTF8.self) == text)
    }

    @Test func `a whole number is read from either form, and only when it is whole`() {
        #expect(JSONValue.integer(3).intValue == 3)
        #expect(JSONValue.number(3).intValue == 3)
        #expect(JSONValue.number(3.5).intValue == nil)
        #expect(JSONValue.string("3").intValue == nil)
    }
}
