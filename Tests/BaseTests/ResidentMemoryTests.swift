@testable import Base
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct `Resident memory` {
    @Test func `is read from the kernel's words`() {
        let status = "Name:\tdocent\nVmHWM:\t  99000 kB\nVmRSS:\t   81220 kB\nRssAnon:\t   36000 kB\nRssFile:\t   45200 kB\nRssShmem:\t      20 kB\n"
        let memory = ResidentMemory(status: status)
        #expect(memory?.resident == 81_220 << 10 && memory?.own == 36_000 << 10 && memory?.mapped == 45_220 << 10)
        #expect(ResidentMemory(status: "Name:\tkthreadd\n") == nil)
        #expect(ResidentMemory(of: .max) == nil)
    }

    @Test(.disabled(if: dlsym(nil, "__tsan_init") ?? dlsym(nil, "__asan_init") != nil, "a sanitizer brings its own malloc"))
    func `that was freed between what lives on goes back to the system`() throws {
        let pieces = try (0..<64_000).map { _ in
            let piece = try #require(malloc(1_024))
            memset(piece, 1, 1_024)
            return piece
        }
        for place in pieces.indices where place % 100 != 0 { free(pieces[place]) }
        let before = try #require(ResidentMemory()).own
        ResidentMemory.giveBack()
        #expect(try #require(ResidentMemory()).own < before - 32 << 20)
        for place in pieces.indices where place % 100 == 0 { free(pieces[place]) }
    }

    @Test func `of the program's files shrinks when it is dropped, and the program goes on`() throws {
        let before = try #require(ResidentMemory()).mapped
        ResidentMemory.dropProgram()
        #expect(try #require(ResidentMemory()).mapped < before)
        #expect((0..<1_000).map(String.init).joined().count == 2_890)
    }
}
