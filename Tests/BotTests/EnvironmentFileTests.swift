import Testing

@testable import docent

struct EnvironmentFileTests {
    @Test(arguments: [
        ("A=b", ["A": "b"]), ("", [:]), ("# A=b\n\n  # c", [:]), ("A=b\r\nC=d\r\n", ["A": "b", "C": "d"]), ("export A=b", ["A": "b"]),
        ("export\tA=b", ["A": "b"]), ("exportA=b", ["exportA": "b"]), ("A = b c ", ["A": "b c"]), ("A=", ["A": ""]), ("A=\"\"", ["A": ""]),
        ("A=b # c", ["A": "b"]), ("A=b#c", ["A": "b#c"]), ("A=#c", ["A": ""]), ("A='b # c' # d", ["A": "b # c"]),
        (#"A="b\n\t\"\\\$c\q""#, ["A": "b\n\t\"\\$c\\q"]), (#"A='b\n"c'"#, ["A": "b\\n\"c"]), ("A=b=c==", ["A": "b=c=="]), ("A=1\nA=2", ["A": "2"]),
        ("\u{feff}A=b", ["A": "b"]), ("_a1=$B", ["_a1": "$B"]), ("A=ação", ["A": "ação"]), ("A=b\rC=d", ["A": "b", "C": "d"]),
    ])
    func `lines are read as shells and other tools read them`(text: String, expected: [String: String]) {
        let (values, mistakes) = EnvironmentFile.parse(Array(text.utf8))
        #expect(values == expected)
        #expect(mistakes.isEmpty)
    }

    @Test(arguments: [
        ("A", "no ="), ("=b", "not a name"), ("1A=b", "not a name"), ("A B=c", "not a name"), ("A=\"b", "not closed"), ("A='b\n'", "not closed"),
        ("A='b'c", "closing quote"), (#"A="b\""#, "not closed"),
    ])
    func `a line that cannot be read is named by its number`(text: String, expected: String) {
        let (values, mistakes) = EnvironmentFile.parse(Array("OK=1\n\(text)".utf8))
        #expect(values == ["OK": "1"])
        #expect(mistakes.first?.hasPrefix(".env, line 2: ") == true && mistakes.first?.contains(expected) == true)
    }

    @Test(arguments: [0xff, 0] as [UInt8]) func `a file that is not text is refused whole`(byte: UInt8) {
        let (values, mistakes) = EnvironmentFile.parse(Array("A=b".utf8) + [byte])
        #expect(values.isEmpty && mistakes.count == 1)
    }
}
