import Testing

@Test func `IndexBuild skeleton`() { #expect(Bool(true)) }
