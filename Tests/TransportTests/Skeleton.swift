import Testing

@Test func `Transport skeleton`() { #expect(Bool(true)) }
