import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Starts a program that outlives this one: in a session of its own, with its output in a log file, and a pipe over which it says
/// how it gets on.
package enum DetachedProcess {
    /// The descriptor on which the child finds the writing end of the pipe.
    package static let notificationDescriptor: Int32 = 3

    /// POSIX_SPAWN_SETSID, a GNU extension that the Glibc module does not show.
    private static let newSessionFlag: Int16 = 0x80

    package struct Started: Sendable {
        package let pid: Int32
        /// Ends when the child closes its end or dies.
        package let notifications: FileDescriptor
    }

    package static func start(executable: String, arguments: [String], logPath: String) throws -> Started {
        let log = try FileDescriptor.open(
            FilePath(logPath), .writeOnly, options: [.append, .create, .closeOnExec], permissions: FilePermissions(rawValue: 0o640))
        defer { try? log.close() }
        let null = try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
        defer { try? null.close() }
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        _ = fcntl(pipe.readEnd.rawValue, F_SETFD, FD_CLOEXEC)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, null.rawValue, 0)
        posix_spawn_file_actions_adddup2(&actions, log.rawValue, 1)
        posix_spawn_file_actions_adddup2(&actions, log.rawValue, 2)
        posix_spawn_file_actions_adddup2(&actions, pipe.writeEnd.rawValue, notificationDescriptor)
        if pipe.writeEnd.rawValue != notificationDescriptor { posix_spawn_file_actions_addclose(&actions, pipe.writeEnd.rawValue) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, newSessionFlag)

        var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { for pointer in argv { free(pointer) } }
        var pid: pid_t = 0
        let status = posix_spawn(&pid, executable, &actions, &attributes, &argv, environ)
        guard status == 0 else {
            try? pipe.readEnd.close()
            throw Errno(rawValue: status)
        }
        return Started(pid: pid, notifications: pipe.readEnd)
    }
}
