import Testing

@Test func `Hub skeleton`() { #expect(Bool(true)) }
