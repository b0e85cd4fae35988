import FoundationEssentials

/// A bounded walk through mutated inputs. `FUZZ_CASES` and `FUZZ_SEED` make it longer and different; with `FUZZ_LAST` the input that is
/// being tried is kept in that file, so that one which ends the process can be found.
struct FuzzRun: Sendable {
    /// Cases of a walk unless the environment says otherwise.
    static let standardCases = 1_500
    /// What a single input may take.
    static let slowest: Duration = .seconds(5)

    let cases: Int
    let seed: UInt64
    private let last: String?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        cases = environment["FUZZ_CASES"].flatMap { Int($0) } ?? Self.standardCases
        seed = environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
        last = environment["FUZZ_LAST"]
    }

    /// What went wrong with an input.
    struct Finding: Sendable, CustomStringConvertible {
        let input: [UInt8]
        let problem: String
        var description: String { "\(problem), with \(input.count) bytes: \(String(decoding: input.prefix(400), as: UTF8.self))" }
    }

    /// Tries inputs made of the lines or files at `corpus`.
    /// - Parameter body: what is wrong with an input; nil when nothing is.
    func walk(_ corpus: [[UInt8]], words: [String] = [], _ body: ([UInt8]) -> String?) -> [Finding] {
        var mutator = InputMutator(seed: seed, corpus: corpus, words: words)
        var findings: [Finding] = []
        for number in 0..<(corpus.count + cases) {
            let input = number < corpus.count ? corpus[number] : mutator.input()
            if let last { try? Data(input).write(to: URL(filePath: last)) }
            let start = ContinuousClock.now
            let problem = body(input)
            if let problem { findings.append(Finding(input: input, problem: problem)) }
            let time = start.duration(to: .now)
            if time > Self.slowest { findings.append(Finding(input: input, problem: "took \(time)")) }
            if findings.count >= 5 { break }
        }
        return findings
    }

    /// The same for bodies that wait.
    func walk(_ corpus: [[UInt8]], words: [String] = [], _ body: ([UInt8]) async -> String?) async -> [Finding] {
        var mutator = InputMutator(seed: seed, corpus: corpus, words: words)
        var findings: [Finding] = []
        for number in 0..<(corpus.count + cases) {
            let input = number < corpus.count ? corpus[number] : mutator.input()
            if let last { try? Data(input).write(to: URL(filePath: last)) }
            let start = ContinuousClock.now
            if let problem = await body(input) { findings.append(Finding(input: input, problem: problem)) }
            let time = start.duration(to: .now)
            if time > Self.slowest { findings.append(Finding(input: input, problem: "took \(time)")) }
            if findings.count >= 5 { break }
        }
        return findings
    }

    /// The files of a folder of `Tests/Corpus`, or the lines of a file there.
    /// - Parameter path: of the file that asks, so that the corpus is found beside it.
    static func corpus(_ name: String, beside path: String = #filePath) -> [[UInt8]] {
        guard let range = path.ranges(of: "/Tests/").last else { return [] }
        let home = path[..<range.lowerBound] + "/Tests/Corpus/" + name
        if let names = try? FileManager.default.contentsOfDirectory(atPath: String(home)) {
            return names.sorted().compactMap { (try? Data(contentsOf: URL(filePath: "\(home)/\($0)"))).map { Array($0) } }
        }
        let text = (try? Data(contentsOf: URL(filePath: String(home)))) ?? Data()
        return text.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }
}
