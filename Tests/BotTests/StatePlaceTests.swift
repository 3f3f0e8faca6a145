import Foundation
import Testing

@testable import docent

@Suite struct `The state's place` {
    private static func place(isLocal: Bool, isReadOnly: Bool) -> StatePlace {
        StatePlace(storage: "/data", scratch: "/scratch", isLocal: isLocal, isReadOnly: isReadOnly)
    }

    @Test func `is the storage where that is a disk that can be written to, and else the scratch folder`() {
        let local = Self.place(isLocal: true, isReadOnly: false)
        #expect(local.file == "/data/state.sqlite" && local.origin == nil && local.copy == nil)
        let bucket = Self.place(isLocal: false, isReadOnly: false)
        #expect(bucket.file == "/scratch/state.sqlite" && bucket.origin == "/data/state.sqlite" && bucket.copy == "/data/state.sqlite")
        for isLocal in [true, false] {
            let readOnly = Self.place(isLocal: isLocal, isReadOnly: true)
            #expect(readOnly.file == "/scratch/state.sqlite" && readOnly.origin == "/data/state.sqlite" && readOnly.copy == nil)
        }
    }

    /// Whether this machine lets a test mount something for itself alone.
    private static let canMount = (try? run("unshare", "-m", "true"))?.code == 0

    @Test(.enabled(if: canMount, "nothing can be mounted here")) func `a read-only storage keeps no command from working`() throws {
        let program = try Program()
        defer { program.remove() }
        let storage = "\(program.folder)/storage"
        let script = """
            mkdir -p '\(storage)' && mount -t tmpfs tmpfs '\(storage)' && mount -o remount,ro '\(storage)' && cd '\(program.folder)' &&
            exec env LOCAL_STORAGE_DIR='\(storage)' SCRATCH_DIR='\(program.folder)/scratch' INDEX_SOURCE=file:///nowhere '\(Program.path)' index sync
            """
        let outcome = try Self.run("unshare", "-m", "sh", "-c", script)
        #expect(outcome.code != 0 && !outcome.errors.contains("cannot use the state"))
        #expect(outcome.errors.contains("Read-only file system"))
        #expect(FileManager.default.fileExists(atPath: "\(program.folder)/scratch/state.sqlite"))
    }

    private static func run(_ command: String...) throws -> (code: Int32, errors: String) {
        let (process, errors) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}
