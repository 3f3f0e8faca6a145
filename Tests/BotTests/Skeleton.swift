import Testing

@Test func `Bot skeleton`() { #expect(Bool(true)) }
