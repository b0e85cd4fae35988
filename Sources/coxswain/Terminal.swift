#if canImport(Glibc)
    import Glibc
#endif

/// Writes a line to standard error.
func printError(_ text: String) { _ = (text + "\n").withCString { write(2, $0, strlen($0)) } }

/// Progress: a line a step with the time since the start, so that a person sees what takes long.
struct Progress {
    private let start = ContinuousClock.now

    func step(_ text: String) {
        let elapsed = (ContinuousClock.now - start).components
        let tenths = elapsed.seconds * 10 + elapsed.attoseconds / 100_000_000_000_000_000
        let seconds = "\(tenths / 10).\(tenths % 10)s"
        print(String(repeating: " ", count: max(0, 6 - seconds.count)) + seconds + "  " + text)
        fflush(nil)
    }
}
