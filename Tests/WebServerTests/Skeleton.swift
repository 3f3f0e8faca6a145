import Testing

@Test func `WebServer skeleton`() { #expect(Bool(true)) }
