import Discord
import Testing

@testable import docent

@Suite struct CommandListTests {
    private func all(_ text: LocalizedText) -> [String] { [text.text] + text.translations.values }

    /// Discord refuses all commands for one that breaks a rule ("Application Commands" of the API documentation).
    @Test func `every name and description keeps Discord's rules, in every language`() {
        func check(_ options: [CommandParameter]) {
            for option in options {
                #expect(all(option.name).allSatisfy { $0.wholeMatch(of: /[-_\p{Ll}\p{N}]{1,32}/) != nil }, "\(option.name)")
                #expect(all(option.description).allSatisfy { (1...100).contains($0.count) }, "\(option.description)")
                check(option.options)
            }
        }
        for command in CommandList.all {
            switch command.kind {
            case .chatInput:
                #expect(all(command.name).allSatisfy { $0.wholeMatch(of: /[-_\p{Ll}\p{N}]{1,32}/) != nil }, "\(command.name)")
                #expect(all(command.description).allSatisfy { (1...100).contains($0.count) })
            case .message, .other: #expect(all(command.name).allSatisfy { (1...32).contains($0.count) } && command.options.isEmpty)
            }
            check(command.options)
        }
    }

    @Test func `everything exists in Spanish and Portuguese`() {
        func check(_ text: LocalizedText) { #expect(Set(text.translations.keys) == ["es-ES", "es-419", "pt-BR"], "\(text.text)") }
        func check(_ options: [CommandParameter]) {
            for option in options {
                check(option.name)
                check(option.description)
                check(option.options)
            }
        }
        for command in CommandList.all {
            check(command.name)
            if command.kind == .chatInput { check(command.description) }
            check(command.options)
        }
    }
}
