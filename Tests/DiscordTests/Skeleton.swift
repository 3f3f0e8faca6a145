import Testing

@Test func `Discord skeleton`() { #expect(Bool(true)) }
