import Testing

@Test func `IndexSync skeleton`() { #expect(Bool(true)) }
