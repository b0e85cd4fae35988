import Testing

@testable import Schema

@Suite struct PatternTests {
    @Test(arguments: [
        ("^a+$", "aaa", true), ("^a+$", "aab", false), ("b", "abc", true), ("", "anything", true), ("^$", "", true), ("^$", "x", false),
        ("^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$", "* * * * */5", true),
        ("^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$", "* * * *", false),
        ("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "my-name", true), ("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "-my", false),
        ("^[^abc]+$", "xyz", true), ("^[^abc]+$", "xaz", false), ("^[]a]+$", "]a", true), ("^[a\\]]+$", "]", true),
        ("^[[:alpha:]_]+$", "Ab_", true), ("^[[:^alpha:]]+$", "12", true), ("(?i)^abc$", "aBC", true), ("^(?i:a)b$", "Ab", true),
        ("^(?i:a)b$", "AB", false), ("^a.c$", "a\nc", false), ("(?s)^a.c$", "a\nc", true), ("(?m)^b$", "a\nb\nc", true),
        ("^x{2,3}$", "xx", true), ("^x{2,3}$", "xxxx", false), ("^x{2,}$", "xxxxx", true), ("^x{,3}$", "x{,3}", true), ("^a{$", "a{", true),
        ("\\bcat\\b", "a cat!", true), ("\\bcat\\b", "concat", false), ("^\\p{Lu}\\p{L}*$", "Ünder", true), ("^\\x41\\x{42}$", "AB", true),
        ("^\\Qa.b\\E$", "a.b", true), ("^\\Qa.b\\E$", "axb", false), ("^(?P<year>\\d{4})-(?:0[1-9]|1[0-2])$", "2026-11", true),
        ("^a*?b$", "aab", true), ("^(a|ab)(c|bcd)$", "abcd", true), ("^\\S+@\\S+$", "a@b", true), ("^\\w+\\W\\w+$", "a-b", true),
        ("^[\\d-]+$", "1-2", true), ("^é$", "é", true), ("\\.com$", "x.com", true), ("\\A\\d\\z", "5", true),
    ])
    func matches(_ pattern: String, _ text: String, _ expected: Bool) throws {
        #expect(try Pattern(pattern).matches(text) == expected)
    }

    @Test(arguments: [
        ("[a", "error parsing regexp: missing closing ]: `[a`"), ("(a", "error parsing regexp: missing closing ): `(a`"),
        ("a)", "error parsing regexp: unexpected ): `a)`"), ("*a", "error parsing regexp: missing argument to repetition operator: `*`"),
        ("a**", "error parsing regexp: invalid nested repetition operator: `**`"),
        ("a{1001}", "error parsing regexp: invalid repeat count: `{1001}`"),
        ("a\\", "error parsing regexp: trailing backslash at end of expression"),
        ("\\y", "error parsing regexp: invalid escape sequence: `\\y`"),
        ("[b-a]", "error parsing regexp: invalid character class range: `b-a`"),
        ("(?=a)", "error parsing regexp: invalid or unsupported Perl syntax: `(?=`"),
        ("((a{100}){100}){100}", "error parsing regexp: expression too large"),
    ])
    func refuses(_ pattern: String, _ message: String) {
        #expect {
            try Pattern(pattern)
        } throws: {
            ($0 as? Pattern.SyntaxError)?.description == message
        }
    }

    /// What takes other engines for ever takes this one a moment.
    @Test func takesTimeInProportion() throws {
        let pattern = try Pattern("^(a+)+$")
        #expect(!pattern.matches(String(repeating: "a", count: 2_000) + "b"))
    }
}
