import Testing

@Test func `SearchIndex skeleton`() { #expect(Bool(true)) }
