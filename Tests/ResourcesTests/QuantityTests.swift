import Document
import Resources
import Testing

@Suite struct QuantityTests {
    @Test(arguments: [
        ("0", "0"), ("0m", "0"), ("000", "0"), ("-0", "0"), ("1", "1"), ("100m", "100m"), ("1000m", "1"), ("1500m", "1500m"),
        ("0.5", "500m"), ("1.5", "1500m"), ("1.500", "1.500"), ("0.100", "100m"), (".5", "500m"), ("1.", "1."), ("+1", "+1"),
        ("-100m", "-100m"), ("1k", "1k"), ("1000", "1k"), ("1000000", "1M"), ("1234567", "1234567"), ("12e6", "12e6"), ("12E6", "12E6"),
        ("1e1", "10"), ("1000e3", "1e6"), ("1Ki", "1Ki"), ("1024Ki", "1Mi"), ("1024", "1024"), ("1.5Gi", "1536Mi"), ("0.5Ki", "512"),
        ("500Mi", "500Mi"), ("128974848", "128974848"), ("0.1Mi", "104857600m"), ("1n", "1n"), ("0.1n", "1n"), ("0.5Mi", "512Ki"),
        ("100Ti", "100Ti"), ("1Ei", "1Ei"), ("9Ei", "9223372036854775807"), ("1E", "1E"), ("1000E", "1000E"), ("3200Mi", "3200Mi"),
        ("10000Mi", "10000Mi"), ("16384Mi", "16Gi"),
    ])
    func canonicalForm(text: String, canonical: String) throws {
        #expect(try Quantity(text).description == canonical)
    }

    @Test(arguments: [
        ("", "quantities must match"), ("1.1.M", "quantities must match"), ("1 M", "quantities must match"), ("a", "quantities must match"),
        ("1Mib", "quantities must match"), ("1mm", "suffix"), ("1ki", "suffix"), ("1K", "suffix"), ("1i", "suffix"),
    ])
    func refusals(text: String, message: String) {
        #expect {
            try Quantity(text)
        } throws: {
            "\($0)".contains(message)
        }
    }

    @Test(arguments: [("1", 1, 1000), ("1500m", 2, 1500), ("-1500m", -2, -1500), ("1Gi", 1_073_741_824, 1_073_741_824_000), ("1n", 1, 1)])
    func wholeAndThousandths(text: String, value: Int64, milli: Int64) throws {
        let quantity = try Quantity(text)
        #expect(quantity.value == value)
        #expect(quantity.milliValue == milli)
    }

    @Test func hugeAmountsAreHeldWithin64Bits() throws {
        #expect(try Quantity("1000E").value == .max)
        #expect(try Quantity("-1000E").milliValue == .min)
    }

    @Test(arguments: [
        ("1e30", Int64(0), Int64(0)), ("1500m", 2, 1500), ("-1e30", 0, 0), ("9e18", 9_000_000_000_000_000_000, 0), ("2Ki", 2048, 2_048_000),
    ])
    func amountsThat64BitsCannotHoldAreNothing(text: String, whole: Int64, milli: Int64) throws {
        let quantity = try Quantity(text)
        #expect(quantity.valueOrZero == whole && quantity.milliValueOrZero == milli)
    }

    @Test(arguments: [
        ("1", "1", "2"), ("1500m", "500m", "2"), ("1Gi", "1Gi", "2Gi"), ("0", "1Gi", "1Gi"), ("1", "100m", "1100m"),
        ("1Gi", "1M", "1074741824"),
    ])
    func sums(a: String, b: String, sum: String) throws {
        #expect(try (Quantity(a) + Quantity(b)).description == sum)
        #expect(try (Quantity(sum) - Quantity(b)) == Quantity(a))
    }

    @Test func ordersByAmount() throws {
        let sorted = try ["1Gi", "1G", "100m", "0.1", "-1", "1000E", "2"].map { try Quantity($0) }.sorted().map(\.description)
        #expect(sorted == ["-1", "100m", "100m", "2", "1G", "1Gi", "1000E"])
    }

    @Test func equalAmountsHashAlike() throws {
        #expect(try Set([Quantity("1"), Quantity("1000m"), Quantity("1e0"), Quantity("1.0")]).count == 1)
    }

    @Test func readsNumbersOfDocuments() {
        #expect(Quantity(field: 2)?.description == "2")
        #expect(Quantity(field: 0.5)?.description == "500m")
        #expect(Quantity(field: true) == nil)
    }
}
