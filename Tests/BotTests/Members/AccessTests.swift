import Discord
import Testing

@testable import docent

@Suite struct AccessTests {
    private func access(allow: String = "", deny: String = "") -> Access {
        func rules(_ text: String) -> Set<Access.Rule> { Set(text.split(separator: ",").compactMap { Access.Rule(String($0)) }) }
        return Access(denied: rules(deny), allowed: rules(allow))
    }

    /// Server 1, channel 2 (a thread of 3), role 4; and in private.
    @Test(arguments: [
        ("", "", true, true), ("guild:1", "", true, false), ("guild:9", "", false, false), ("channel:2", "", true, false),
        ("channel:3", "", true, false), ("channel:9", "", false, false), ("role:4", "", true, false), ("role:9,role:4", "", true, false),
        ("guild:1,role:9", "", false, false), ("guild:1,channel:3,role:4,direct", "", true, true), ("direct", "", false, true),
        ("", "guild:1", false, true), ("", "channel:3", false, true), ("", "role:4", false, true), ("", "direct", true, false),
        ("guild:1", "channel:2", false, false), ("guild:1,direct", "role:9", true, true),
    ])
    func `lists of servers, channels and roles`(allow: String, deny: String, inServer: Bool, inPrivate: Bool) {
        let access = access(allow: allow, deny: deny)
        #expect(access.allows(guild: "1", channels: ["2", "3"], roles: ["4", "5"]) == inServer)
        #expect(access.allows(guild: nil, channels: ["2"], roles: []) == inPrivate)
    }

    @Test(arguments: ["", "guild", "guild:", "guild:x", "server:1", "guild:1:2", "direct:1", ":1"]) func `what is no rule`(text: String) {
        #expect(Access.Rule(text) == nil)
    }

    @Test func `one notice a minute, for each reader`() {
        var limit = NoticeLimit()
        func allows(_ reader: String, _ seconds: Int) -> Bool { limit.allows(reader, now: .seconds(seconds)) }
        #expect(allows("a", 0))
        #expect(!allows("a", 59))
        #expect(allows("b", 59))
        #expect(allows("a", 60))
        #expect(!allows("a", 61))
        for reader in 0..<5_000 { #expect(allows("r\(reader)", 100 + reader)) }
    }
}
