import Resources
import Testing

@Suite struct NameRulesTests {
    @Test(arguments: ["a", "my-name", "123-abc", String(repeating: "a", count: 63)])
    func goodLabels(name: String) { #expect(NameRules.dns1123Label(name).isEmpty) }

    @Test(arguments: [
        ("a.b", ["must not contain dots"]),
        (
            "A",
            [
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an "
                    + "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
            ]
        ),
        (String(repeating: "a", count: 64), ["must be no more than 63 characters"]),
    ])
    func badLabels(name: String, messages: [String]) { #expect(NameRules.dns1123Label(name) == messages) }

    @Test func subdomains() {
        for name in ["a", "a.b-c.d1", "1.2.3.4"] { #expect(NameRules.dns1123Subdomain(name).isEmpty, "\(name)") }
        for name in ["", ".", "a..b", "-a", "a_b", "a.", "A.b"] {
            #expect(
                NameRules.dns1123Subdomain(name) == [
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
                        + "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
                ], "\(name)")
        }
    }

    @Test func serviceNamesStartWithALetter() {
        #expect(NameRules.dns1035Label("web-1").isEmpty)
        #expect(NameRules.dns1035Label("1-web").count == 1)
    }

    @Test(arguments: [
        ("app", true), ("kubernetes.io/hostname", true), ("a/b/c", false), ("/a", false), ("a/", false), ("", false), ("-a", false),
        ("A_b.C", true),
        ("Ex.com/a", false),
    ])
    func qualifiedNames(name: String, good: Bool) { #expect(NameRules.qualifiedName(name).isEmpty == good) }

    @Test(arguments: [
        ("", true), ("a", true), ("a_b.C-1", true), ("a b", false), ("-a", false), (String(repeating: "x", count: 64), false),
    ])
    func labelValues(value: String, good: Bool) { #expect(NameRules.labelValue(value).isEmpty == good) }

    @Test(arguments: [
        ("http", []), ("http-2", []), ("123", ["must contain at least one letter (a-z)"]),
        ("a--b", ["must not contain consecutive hyphens"]),
        ("-a", ["must not begin or end with a hyphen"]), ("averylongportname", ["must be no more than 15 characters"]),
        ("A", ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)", "must contain at least one letter (a-z)"]),
    ])
    func portNames(name: String, messages: [String]) { #expect(NameRules.portName(name) == messages) }

    @Test func keysAndNumbers() {
        #expect(NameRules.configMapKey("a.b_c-D").isEmpty)
        #expect(NameRules.configMapKey("..").contains("must not be '..'"))
        #expect(NameRules.configMapKey("..a") == ["must not start with '..'"])
        #expect(NameRules.portNumber(0) == ["must be between 1 and 65535, inclusive"])
        #expect(NameRules.percent("25%").isEmpty)
        #expect(NameRules.percent("%").count == 1)
        #expect(NameRules.environmentVariableName("A=B").count == 1)
    }
}

@Suite struct CIDRTests {
    @Test(arguments: ["0.0.0.0", "10.244.0.1", "255.255.255.255"])
    func addressesComeBack(text: String) throws { #expect(try #require(IPv4Address(text)).description == text) }

    @Test(arguments: ["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.a", "1.2.3.4/8", "1..2.3"])
    func badAddresses(text: String) { #expect(IPv4Address(text) == nil) }

    @Test func blocks() throws {
        let block = try #require(CIDR("10.244.3.7/16"))
        #expect(block.description == "10.244.0.0/16")
        #expect(block.count == 65_536)
        #expect(block.last.description == "10.244.255.255")
        #expect(block.contains(IPv4Address(10, 244, 9, 9)))
        #expect(!block.contains(IPv4Address(10, 245, 0, 0)))
        #expect(block.address(at: 10)?.description == "10.244.0.10")
        #expect(block.address(at: 65_536) == nil)
        #expect(block.offset(of: IPv4Address(10, 244, 1, 1)) == 257)
        #expect(Array(block.subnets(prefix: 24)).count == 256)
        #expect(Array(block.subnets(prefix: 24))[3].description == "10.244.3.0/24")
        #expect(CIDR("0.0.0.0/0")?.contains(IPv4Address(1, 2, 3, 4)) == true)
        #expect(CIDR("10.0.0.0/33") == nil)
        #expect(CIDR("10.0.0.0/08") == nil)
    }

    @Test func offsetsEndWithTheAddressSpace() {
        #expect(IPv4Address(255, 255, 255, 255).advanced(by: 1) == nil)
        #expect(IPv4Address(10, 0, 0, 255).advanced(by: 1)?.description == "10.0.1.0")
    }
}
