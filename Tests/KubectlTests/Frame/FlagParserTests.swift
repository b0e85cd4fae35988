import Testing

@testable import Kubectl

@Suite struct FlagParserTests {
    static let flags: [Flag] = [
        .string("output", "o", "Format."), .bool("all-namespaces", "A", "All."), .bool("stdin", "i", "In."), .bool("tty", "t", "Terminal."),
        .int("replicas", nil, 1, "Count."), .list("filename", "f", "Files."), .array("env", "e", "", "Variables."),
        .string("cascade", nil, "background", implied: "background", "How."), .duration("timeout", "0s", "Time."),
    ]

    private func parse(_ words: String...) throws -> FlagParser.Result { try FlagParser(flags: Self.flags).parse(words) }

    @Test(arguments: [["-o", "yaml"], ["-oyaml"], ["-o=yaml"], ["--output", "yaml"], ["--output=yaml"]])
    func valuesInEveryForm(words: [String]) throws {
        let result = try FlagParser(flags: Self.flags).parse(["pods"] + words + ["kubia"])
        #expect(result.values.string("output") == "yaml")
        #expect(result.arguments == ["pods", "kubia"])
    }

    @Test func shortFlagsStandTogether() throws {
        let result = try parse("-it", "kubia", "--", "sh", "-c", "ls")
        #expect(result.values.bool("stdin") && result.values.bool("tty"))
        #expect(result.arguments == ["kubia", "sh", "-c", "ls"])
        #expect(result.dash == 1)
    }

    @Test func aFlagWithAnImpliedValueTakesNoWord() throws {
        let result = try parse("--cascade", "rc", "--cascade=false")
        #expect(result.arguments == ["rc"])
        #expect(result.values.string("cascade") == "false")
    }

    @Test func listsAreSplitAndArraysAreNot() throws {
        let result = try parse("-f", "a,b", "-f=c", "-e", "A=1,2", "-e", "B=3")
        #expect(result.values.list("filename") == ["a", "b", "c"])
        #expect(result.values.list("env") == ["A=1,2", "B=3"])
    }

    @Test(arguments: [
        (["--foo"], "unknown flag: --foo"), (["-z"], "unknown shorthand flag: 'z' in -z"), (["-o"], "flag needs an argument: 'o' in -o"),
        (["--output"], "flag needs an argument: --output"),
        (["--replicas=x"], "invalid argument \"x\" for \"--replicas\" flag: strconv.ParseInt: parsing \"x\": invalid syntax"),
        (["-A=x"], "invalid argument \"x\" for \"-A, --all-namespaces\" flag: strconv.ParseBool: parsing \"x\": invalid syntax"),
    ])
    func refusals(words: [String], message: String) {
        let error = #expect(throws: Failure.self) { try FlagParser(flags: Self.flags).parse(words) }
        #expect(error?.description == message)
    }

    @Test(arguments: [("30s", 30.0), ("1m30s", 90), ("1.5h", 5400), ("0", 0), ("250ms", 0.25)])
    func durations(text: String, seconds: Double) {
        #expect(GoDuration.parse(text) == .milliseconds(Int64(seconds * 1000)))
    }
}
