import Base
import Foundation
import Hub
import State
import Testing

@testable import IndexSync

@Suite struct `Disks and files` {
    static let mounts = """
        21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
        30 21 0:26 / /data rw - fuse.hf-mount hf-mount rw
        31 30 0:27 / /data/my\\040disk rw shared:3 - tmpfs tmpfs rw
        32 21 0:28 / /net rw - nfs4 host:/x rw
        """

    @Test(arguments: [("/srv", true), ("/data", false), ("/data/storage", false), ("/data/my disk/x", true), ("/database", true), ("/net/a", false)])
    func `know which are of this machine`(path: String, isLocal: Bool) {
        #expect(DiskSpace.fileSystem(of: path, mountinfo: Self.mounts).map(DiskSpace.isLocalType) == isLocal)
    }

    @Test func `refuse what they cannot hold before it begins`() throws {
        try DiskSpace.require(10 << 20, at: "/tmp", free: 43 << 20)
        let problem = #expect(throws: Problem.self) { try DiskSpace.require(10 << 20, at: "/tmp", free: 41 << 20) }
        #expect(problem?.reason.contains("10 MiB") == true && problem?.reason.contains("41 MiB") == true)
    }

    @Test(
        arguments: [
            (nil, nil, nil), ("", nil, nil), ("a", "b", Pin.Origin.setting), (nil, "b", .command), ("", "b", .command),
        ] as [(String?, String?, Pin.Origin?)]) func `pin by the setting before the file`(setting: String?, file: String?, origin: Pin.Origin?)
    {
        #expect(Pin(setting: setting, file: file)?.origin == origin)
    }

    @Test func `keep the pin in one line, and take no other`() throws {
        let fixture = try SyncFixture()
        let pin = PinFile(storage: "\(fixture.storage)/new")
        #expect(pin.read() == nil)
        try pin.write("  v1 ")
        #expect(pin.read() == "v1")
        for wrong in ["", " ", "a b", "a\nb"] { #expect(throws: Problem.self) { try pin.write(wrong) } }
        try pin.remove()
        try pin.remove()
        #expect(pin.read() == nil)
    }

    @Test func `keep the history, latest first, from several processes`() throws {
        let fixture = try SyncFixture()
        let path = "\(fixture.storage)/state.sqlite"
        let (first, second) = (History(try StateDatabase(path: path)), History(try StateDatabase(path: path)))
        for number in 0..<6 {
            let event = HistoryEvent(time: Date(timeIntervalSince1970: Double(number)), kind: .activated, revision: "r\(number)", seconds: 1.5)
            try (number % 2 == 0 ? first : second).add(event)
        }
        #expect(try first.events(limit: 2).map(\.revision) == ["r5", "r4"])
        try first.add(HistoryEvent(time: Date(timeIntervalSince1970: 9), kind: .refused, revision: "r9", reason: "it's \"bad\""))
        #expect(try second.events(limit: 1).first?.reason == "it's \"bad\"")
    }

    @Test func `keep of the history the last thousand events, with their sizes, and no reason without end`() throws {
        let fixture = try SyncFixture()
        let history = History(try StateDatabase(path: "\(fixture.storage)/state.sqlite"))
        for number in 0..<1_010 {
            try history.add(HistoryEvent(time: Date(timeIntervalSince1970: Double(number)), kind: .pruned, revision: "r\(number)"))
        }
        let events = try history.events(limit: 2_000)
        #expect(events.count == 1_000 && events.last?.revision == "r10")
        let whole = HistoryEvent(
            time: Date(timeIntervalSince1970: 9), kind: .rolledBack, revision: "r", reason: String(repeating: "x", count: 9_000), seconds: 2.5,
            bytes: 1 << 40, chunks: 7)
        try history.add(whole)
        #expect(try history.events(limit: 1) == [whole])
        #expect(whole.reason.count == 2_001)
    }

    @Test func `keep what the bot cannot do for others to see, and forget it when it can again`() throws {
        let fixture = try SyncFixture()
        let path = "\(fixture.storage)/state.sqlite"
        let (bot, command) = (History(try StateDatabase(path: path)), History(try StateDatabase(path: path)))
        #expect(try command.trouble() == nil)
        let trouble = History.Trouble(time: Date(timeIntervalSince1970: 5), text: "no route")
        try bot.keep(History.Trouble(time: Date(timeIntervalSince1970: 1), text: "older"))
        try bot.keep(trouble)
        #expect(try command.trouble() == trouble)
        try bot.keep(nil)
        #expect(try command.trouble() == nil)
    }

    @Test func `tell a command what is stored, without a bot`() async throws {
        let fixture = try SyncFixture()
        let history = History(try StateDatabase(path: "\(fixture.storage)/state.sqlite"))
        let engine = SyncEngine(fixture.parts(history: history))
        for revision in ["r1", "r2"] {
            fixture.source.publish(revision)
            _ = await engine.round(asked: false)
        }
        fixture.source.publish("bad", chunks: 1, told: 2)
        _ = await engine.round(asked: false)
        try PinFile(storage: fixture.storage).write("r1")
        let state = StoredState(SyncConfiguration(storage: fixture.storage, scratch: "/nowhere"))
        #expect(state.snapshots.map(\.revision) == ["r2", "r1"])
        #expect(state.active == "r2" && state.previous == "r1" && state.pin?.reference == "r1")
        #expect(state.quarantined.map(\.revision) == ["bad"])
        #expect(try history.events().map(\.kind).contains(.refused))
        #expect(try history.events().filter { $0.kind == .activated }.count == 2)
        let installed = try #require(try history.events().first { $0.kind == .installed })
        #expect(installed.chunks == 3 && installed.bytes == state.snapshots.first?.bytes && installed.seconds > 0)
    }
}
