import Document
import Testing

@testable import Kinds

@Suite struct SpecDifferenceTests {
    @Test func tellsWhatChangedWithTheLinesAround() {
        let old: JSON = ["a": 1, "b": [1, 2], "c": "x", "d": true, "e": ["f": "g"], "h": [], "i": 1.5]
        var new = old
        new["d"] = false
        #expect(
            SpecDifference.text(new, old)
                == """
                @@ -5,7 +5,7 @@
                   2
                  ],
                  "c": "x",
                - "d": true,
                + "d": false,
                  "e": {
                   "f": "g"
                  },

                """)
    }

    @Test func changesFarFromEachOtherAreToldApart() {
        let old = JSON.array((0..<30).map { .int($0) })
        var new = old
        new.mutateArray {
            $0[2] = 100
            $0.remove(at: 20)
        }
        #expect(
            SpecDifference.text(new, old)
                == """
                @@ -1,7 +1,7 @@
                 [
                  0,
                  1,
                - 2,
                + 100,
                  3,
                  4,
                  5,
                @@ -19,7 +19,6 @@
                  17,
                  18,
                  19,
                - 20,
                  21,
                  22,
                  23,

                """)
    }

    @Test(arguments: [
        ("", "", []), ("a", "a", ["=0..<1,0..<1"]), ("a", "b", ["!0..<1,0..<1"]), ("ab", "b", ["!0..<1,0..<0", "=1..<2,0..<1"]),
        ("abcd", "axcyd", ["=0..<1,0..<1", "!1..<2,1..<2", "=2..<3,2..<3", "!3..<3,3..<4", "=3..<4,4..<5"]),
        ("", "ab", ["!0..<0,0..<2"]),
    ])
    func linesInCommon(old: String, new: String, runs: [String]) {
        let found = LineComparison.runs(old.map { String($0) }, new.map { String($0) })
        #expect(found.map { ($0.isEqual ? "=" : "!") + "\($0.old),\($0.new)" } == runs)
    }

    @Test func largeTextsDifferThroughout() {
        let old = (0..<1_100).map { "a\($0)" }
        let new = old.reversed().map { $0 }
        #expect(LineComparison.runs(old, new).count == 1)
    }
}
