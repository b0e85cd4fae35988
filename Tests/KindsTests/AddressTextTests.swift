import Resources
import Testing

@testable import Kinds

@Suite struct AddressTextTests {
    @Test(arguments: [
        ("10.0.0.1", []), ("010.0.0.1", ["must not have leading 0s"]), ("::ffff:1.2.3.4", ["must not be an IPv4-mapped IPv6 address"]),
        ("FE80::0abc", []), ("1.2.3", [AddressChecks.message]), ("1.2.3.256", [AddressChecks.message]),
        ("fe80::1%eth0", [AddressChecks.message]),
        ("1:2:3:4:5:6:7::", []), ("1:2:3:4:5:6:7:8::", [AddressChecks.message]), ("", [AddressChecks.message]),
    ])
    func addresses(text: String, problems: [String]) {
        var errors: [FieldError] = []
        AddressChecks.ip(text, "f", &errors)
        #expect(errors.map(\.detail) == problems)
    }

    @Test(arguments: [
        ("0.0.0.0", "unspecified"), ("::", "unspecified"), ("127.9.9.9", "loopback"), ("::1", "loopback"),
        ("169.254.1.1", "link-local range"),
        ("febf::1", "link-local range"), ("224.0.0.1", "multicast"), ("ff02::1", "multicast"),
    ])
    func unreachable(text: String, word: String) {
        var errors: [FieldError] = []
        AddressChecks.reachable(text, "f", &errors)
        #expect(errors.count == 1 && errors[0].detail.contains(word))
    }

    @Test(arguments: [
        ("10.0.0.0/8", ""), ("fd00::/64", ""), ("0.0.0.0/0", ""), ("10.0.0.1/8", "bits set"), ("fd00::1/64", "bits set"),
        ("10.0.0.0/08", "leading 0s"), ("010.0.0.0/8", "leading 0s"), ("10.0.0.0/33", "valid CIDR"), ("10.0.0.0", "valid CIDR"),
        ("::ffff:1.2.3.0/120", "IPv4-mapped"),
    ])
    func ranges(text: String, word: String) {
        var errors: [FieldError] = []
        AddressChecks.cidr(text, "f", &errors)
        #expect(word.isEmpty ? errors.isEmpty : errors.count == 1 && errors[0].detail.contains(word))
    }
}
