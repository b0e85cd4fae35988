import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// Programs that run for this command: editors and `diff`, which take over its terminal, and credential plugins, whose output is read.
enum ChildProcess {
    /// Bytes of output that are read of a program.
    static let outputLimit = 8 * 1024 * 1024

    struct Output: Sendable {
        /// The exit status; 128 and the signal's number when it was ended by one.
        var status: Int32
        var bytes: [UInt8]
    }

    /// Why a program could not be run.
    struct StartFailure: Error, CustomStringConvertible {
        var description: String
        var isNotFound = false
    }

    /// Runs a program with this process' own streams and waits for its end.
    /// - Returns: the exit status; 128 and the signal's number when it was ended by one.
    static func run(_ words: [String]) throws(Failure) -> Int32 {
        do {
            return try wait(for: start(words, ProcessInfo.processInfo.environment, nil))
        } catch {
            throw Failure(error.description)
        }
    }

    /// Runs a program, reads what it prints, and waits for its end. What it says on standard error goes to this process' own.
    /// - Parameter passesInput: whether it reads this process' standard input; otherwise it finds none.
    static func capture(_ words: [String], variables: [String: String], passesInput: Bool) throws(StartFailure) -> Output {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw StartFailure(description: "pipe: \(String(cString: strerror(errno)))") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        for end in ends { posix_spawn_file_actions_addclose(&actions, end) }
        if !passesInput { posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) }
        let id: pid_t
        do {
            defer { close(ends[1]) }
            id = try start(words, variables, &actions)
        } catch {
            close(ends[0])
            throw error
        }
        let bytes = readAll(ends[0])
        close(ends[0])
        let status = try wait(for: id)
        if bytes.count > outputLimit { throw StartFailure(description: "the output is longer than \(outputLimit) bytes") }
        return Output(status: status, bytes: bytes)
    }

    /// Up to one byte more than the limit; the rest is left to break the writer's pipe.
    private static func readAll(_ descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= outputLimit {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    private static func start(
        _ words: [String], _ variables: [String: String], _ actions: UnsafePointer<posix_spawn_file_actions_t>?
    ) throws(StartFailure) -> pid_t {
        guard let program = words.first else { throw StartFailure(description: "no program to run") }
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        let environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var id: pid_t = 0
        let code = posix_spawnp(&id, program, actions, nil, arguments, environment)
        guard code == 0 else {
            throw StartFailure(description: "exec: \"\(program)\": \(String(cString: strerror(code)))", isNotFound: code == ENOENT)
        }
        return id
    }

    private static func wait(for id: pid_t) throws(StartFailure) -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 {
            guard errno == EINTR else { throw StartFailure(description: "waiting for a program: \(String(cString: strerror(errno)))") }
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
