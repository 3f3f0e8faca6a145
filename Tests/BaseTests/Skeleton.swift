import Testing

@Test func `Base skeleton`() { #expect(Bool(true)) }
