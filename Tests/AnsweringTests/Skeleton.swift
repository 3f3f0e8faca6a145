import Testing

@Test func `Answering skeleton`() { #expect(Bool(true)) }
