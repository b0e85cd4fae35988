/// What an exit code of a container tells beyond its number: shells' and the kernel's conventions (128 + signal).
enum ExitMeaning {
    static func of(_ code: Int, reason: String) -> (cause: Diagnosis.Cause, text: String, fix: String) {
        if reason == "OOMKilled" {
            return (
                .outOfMemory, "the kernel killed it because it used more memory than its limit (exit code \(code))",
                "raise resources.limits.memory of the container, or let it use less"
            )
        }
        switch code {
        case 126:
            return (
                .notExecutable, "its command is there but cannot be executed (exit code 126)",
                "make the file executable, and see that it is for this architecture"
            )
        case 127:
            return (.commandMissing, "its command does not exist in the image (exit code 127)", "correct command and args, or the image")
        case 128 where reason == "StartError" || reason == "ContainerCannotRun":
            return (.commandMissing, "it could not be started (exit code 128)", "correct command, workingDir or mounts of the container")
        case 134: return (.aborted, "it aborted itself (exit code 134, SIGABRT)", "its log should tell which check of its own failed")
        case 137:
            return (
                .killed, "it was killed (exit code 137, SIGKILL): not by its memory limit, but from outside or after its grace period",
                "see that it ends on SIGTERM within terminationGracePeriodSeconds, and look for a failing liveness probe"
            )
        case 139:
            return (
                .segmentationFault, "it touched memory that is not its own (exit code 139, SIGSEGV)",
                "a fault in the program, or an image for another processor"
            )
        case 143:
            return (
                .terminated, "it was asked to end and did (exit code 143, SIGTERM)",
                "nothing is wrong with it if it was deleted or its liveness probe failed; the events tell who asked"
            )
        case 0:
            return (.exited, "it ends by itself (exit code 0)", "let its main process go on, or use a Job when it is meant to end")
        default:
            let signal = code > 128 && code < 160 ? ", signal \(code - 128)" : ""
            return (
                .exited, "its process fails (exit code \(code)\(signal))", "its log should tell why; for all of it: kubectl logs --previous"
            )
        }
    }
}
