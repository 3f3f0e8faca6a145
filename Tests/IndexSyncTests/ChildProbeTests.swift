import Base
import Foundation
import Hub
import SearchIndex
import TestSupport
import Testing

@testable import IndexSync

/// What the parent makes of whatever happens to the child; a shell script plays the child.
@Suite struct `The probe's parent` {
    let fixture: SyncFixture

    init() throws {
        fixture = try SyncFixture()
    }

    /// - Returns: The path of a program that is this script.
    private func child(_ script: String) throws -> String {
        let path = "\(fixture.storage)/child"
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    private func problem(of script: String, deadline: Duration = .seconds(60), clock: any Clock<Duration> = ContinuousClock()) async throws
        -> Problem?
    {
        let path = try child(script)
        do {
            try await ChildProbe(executable: path, deadline: deadline, clock: clock).check(fixture.storage)
            return nil
        } catch let problem as Problem {
            return problem
        }
    }

    @Test func `is content with a child that ends well`() async throws {
        #expect(try await problem(of: "echo 'stage: searching'") == nil)
    }

    @Test(arguments: [("SEGV", "SIGSEGV"), ("ABRT", "SIGABRT"), ("FPE", "SIGFPE"), ("KILL", "SIGKILL"), ("XCPU", "SIGXCPU")])
    func `names the signal that a child died of, and what it was doing`(signal: String, name: String) async throws {
        let told = try await problem(of: "echo 'stage: opening'; echo 'stage: searching, 3 of 24'; kill -\(signal) $$")
        #expect(told?.reason.contains("\(name) while searching, 3 of 24") == true)
        #expect(told?.kind == .failure)
    }

    @Test(arguments: ["INT", "TERM", "HUP"]) func `blames nobody when the child is ended with the whole program`(signal: String) async throws {
        #expect(try await problem(of: "kill -\(signal) $$")?.kind == .temporary)
    }

    @Test func `blames nobody when it is given up`() async throws {
        let folder = fixture.storage
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await ChildProbe(executable: "/bin/cat").check(folder) }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }

    @Test func `passes on what the child found`() async throws {
        #expect(try await problem(of: "echo 'problem: the dimension is 3, not 4'; exit 1")?.reason == "the dimension is 3, not 4")
        #expect(try await problem(of: "exit 7")?.reason.contains("7") == true)
    }

    @Test func `ends a child that takes too long`() async throws {
        let told = try await problem(of: "exec sleep 1000", deadline: .seconds(30), clock: PromptClock())
        #expect(told?.reason.contains("longer than 30 s") == true)
    }

    @Test func `blames nobody when the child cannot be started`() async throws {
        let told = await #expect(throws: Problem.self) { try await ChildProbe(executable: "/no/such/program").check(fixture.storage) }
        #expect(told?.kind == .temporary)
    }

    @Test func `gives the child nothing of its environment but one thread`() async throws {
        #expect(try await problem(of: #"[ "$OMP_NUM_THREADS" = 1 ] && [ -z "$HOME" ] || exit 3"#) == nil)
    }

    @Test func `takes from the child which canaries failed, and no answer for all of them as none`() async throws {
        let paper = ExamPaper(items: (0..<4).map { ExamPaper.Item(Manifest.Canary(question: "q\($0)", sources: ["s"]), vector: [1]) })
        func examined(_ script: String) async throws -> Set<Int> {
            let path = try child(script)
            return try await ChildProbe(executable: path, model: "/the/model").examine(fixture.storage, paper)
        }
        let listed = #"[ "$9" = --exam ] && [ -s "${10}" ] && [ "${12}" = /the/model ] || exit 3"#
        #expect(try await examined("\(listed); echo 'failed: 1'; echo 'failed: 3'; echo 'asked: 4'") == [1, 3])
        #expect(!LocalFile.exists("\(fixture.storage)/exam.json"))
        await #expect(throws: Problem.self) { try await examined("echo 'failed: 1'") }
        let died = await #expect(throws: Problem.self) { try await examined("echo 'stage: asking the canaries, 2 of 4'; kill -SEGV $$") }
        #expect(died?.reason.contains("asking the canaries, 2 of 4") == true)
        #expect(!LocalFile.exists("\(fixture.storage)/exam.json"))
    }

    @Test func `limits the child's memory by the size of the index`() async throws {
        #expect(
            try await problem(of: #"[ "$1" = --probe-index ] && [ "$3" = --memory ] && [ "$4" -ge 2147483648 ] && [ "$5" = --cpu ] || exit 3"#) == nil
        )
    }
}
