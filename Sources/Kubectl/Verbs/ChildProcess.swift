import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// Programs that take over this command's terminal for a while: editors and `diff`.
enum ChildProcess {
    /// Runs a program with this process' own streams and waits for its end.
    /// - Returns: the exit status; 128 and the signal's number when it was ended by one.
    static func run(_ words: [String]) throws(Failure) -> Int32 {
        guard let program = words.first else { throw Failure("no program to run") }
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        let variables: [UnsafeMutablePointer<CChar>?] = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var id: pid_t = 0
        let code = posix_spawnp(&id, program, nil, nil, arguments, variables)
        guard code == 0 else { throw Failure("exec: \"\(program)\": \(String(cString: strerror(code)))") }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 {
            guard errno == EINTR else { throw Failure("waiting for \(program): \(String(cString: strerror(errno)))") }
        }
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }
}

extension String {
    /// Text that was indented by four spaces a level, by two.
    var twoSpaced: String {
        let lines: [Substring] = split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { (line: Substring) -> String in
            let spaces = line.prefix { $0 == " " }.count
            return String(repeating: " ", count: spaces / 2) + line.dropFirst(spaces)
        }.joined(separator: "\n")
    }
}
