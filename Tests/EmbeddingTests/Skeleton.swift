import Testing

@Test func `Embedding skeleton`() { #expect(Bool(true)) }
