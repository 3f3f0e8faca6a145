import Testing

@Test func `LanguageModel skeleton`() { #expect(Bool(true)) }
