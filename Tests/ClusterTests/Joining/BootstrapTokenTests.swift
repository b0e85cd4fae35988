import Resources
import Testing

@testable import Cluster

@Suite struct BootstrapTokenTests {
    private struct Counter: RandomNumberGenerator {
        var value: UInt64 = 0
        mutating func next() -> UInt64 {
            value &+= 0x9E37_79B9_7F4A_7C15
            return value
        }
    }

    @Test func onlyTheExactFormIsAToken() {
        #expect(BootstrapToken("abcdef.0123456789abcdef")?.description == "abcdef.0123456789abcdef")
        for text in [
            "", "abcdef", "abcdef.", "abcde.0123456789abcdef", "ABCDEF.0123456789abcdef", "abcdef.0123456789abcde",
            "abcdef.0123456789abcdef.x", "äbcdef.0123456789abcdef",
        ] {
            #expect(BootstrapToken(text) == nil, "\(text)")
        }
    }

    @Test func aMadeTokenIsOneAndDiffersFromTheNext() {
        var generator = Counter()
        let (first, second) = (BootstrapToken(using: &generator), BootstrapToken(using: &generator))
        #expect(BootstrapToken(first.description) == first)
        #expect(first.secret != second.secret)
    }

    @Test func itComesBackFromItsSecret() throws {
        let token = try #require(BootstrapToken("abcdef.0123456789abcdef"))
        let end = try #require(Timestamp("2026-01-02T03:04:05Z"))
        let object = token.object(expiration: end, description: "rack 7")
        #expect(object.name == "bootstrap-token-abcdef" && object.namespace == "kube-system")
        #expect(object.type == "bootstrap.kubernetes.io/token")
        let stored = try #require(StoredToken(object))
        #expect(stored.token == token && stored.expiration == end && stored.description == "rack 7")
        #expect(StoredToken(Secret(name: "x", namespace: "kube-system")) == nil)
    }

    @Test func theTableShowsWhatIsLeft() throws {
        let now = try #require(Timestamp("2026-01-02T00:00:00Z"))
        let token = try #require(BootstrapToken("abcdef.0123456789abcdef"))
        let tokens = [
            token.object(expiration: now.adding(seconds: 5400), description: "rack 7"), token.object(expiration: nil, description: ""),
            token.object(expiration: now.adding(seconds: -1), description: "old"),
        ].compactMap { StoredToken($0) }
        #expect(
            TokenTable.text(tokens, now: now) == """
                TOKEN                     TTL         EXPIRES                DESCRIPTION
                abcdef.0123456789abcdef   1h30m       2026-01-02T01:30:00Z   rack 7
                abcdef.0123456789abcdef   <forever>   <never>
                abcdef.0123456789abcdef   <expired>   2026-01-01T23:59:59Z   old

                """)
    }

    @Test(
        arguments: [
            ("24h", 86_400), ("30m", 1800), ("1h30m", 5400), ("7d", 604_800), ("45s", 45), ("0", 0), ("0s", 0), ("", nil), ("h", nil),
            ("12", nil), ("1y", nil),
            ("-1h", nil), ("99999999999999999999h", nil), ("9223372036854775807h", nil),
        ] as [(String, Int?)]) func lifetimesAreRead(_ text: String, _ seconds: Int?)
    { #expect(TokenLifetime.seconds(text) == seconds) }

    @Test func lifetimesAreWrittenInTheirTwoLargestUnits() {
        for (seconds, text) in [(0, "0s"), (59, "59s"), (60, "1m"), (3661, "1h1m"), (86_400, "1d"), (90_061, "1d1h"), (3605, "1h")] {
            #expect(TokenLifetime.text(seconds: seconds) == text)
        }
    }
}
