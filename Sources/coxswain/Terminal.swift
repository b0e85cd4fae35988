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

/// Writes bytes as they are; ends the command when nobody reads any more.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
    var start = 0
    while start < bytes.count {
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: start), bytes.count - start) }
        if written < 0, errno == EINTR || errno == EAGAIN { continue }
        guard written > 0 else { exit(1) }
        start += written
    }
}

/// Asks a person for a line; without a terminal, takes the next line of standard input unasked.
func ask(_ question: String) -> String? {
    if isatty(0) == 1 { writeAll(Array(question.utf8), to: 2) }
    return readLine(strippingNewline: true)
}

/// As `ask`, without showing what is typed.
func askSecret(_ question: String) -> String? {
    var settings = termios()
    guard isatty(0) == 1, tcgetattr(0, &settings) == 0 else { return readLine(strippingNewline: true) }
    let shown = settings
    settings.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(0, TCSAFLUSH, &settings)
    defer {
        var shown = shown
        tcsetattr(0, TCSAFLUSH, &shown)
        writeAll([UInt8(ascii: "\n")], to: 2)
    }
    return ask(question)
}
