internal import UnixSignals

#if canImport(Glibc)
    import Glibc
#endif

/// The terminal behind standard input, given over to a remote command: every key is passed on as it is.
struct RawTerminal: Sendable {
    struct Size: Sendable, Equatable {
        var width: UInt16
        var height: UInt16

        /// What a remote terminal is told.
        var message: String { "{\"Width\":\(width),\"Height\":\(height)}\n" }
    }

    /// Signals after which the terminal is put back and the process ends.
    private static let endings: [UnixSignal] = [.sigterm, .sighup]

    private let saved: termios

    /// Nil when standard input is no terminal.
    init?() {
        var settings = termios()
        guard tcgetattr(0, &settings) == 0 else { return nil }
        saved = settings
        cfmakeraw(&settings)
        tcsetattr(0, TCSADRAIN, &settings)
    }

    func restore() {
        var settings = saved
        tcsetattr(0, TCSADRAIN, &settings)
    }

    static var size: Size? {
        var window = winsize()
        for descriptor in [Int32(1), 0] where ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0 && window.ws_col > 0 {
            return Size(width: window.ws_col, height: window.ws_row)
        }
        return nil
    }

    /// Tells of every change of size until the task is cancelled.
    func watch(_ resized: @escaping @Sendable (Size) async -> Void) async {
        for await signal in await UnixSignalsSequence(trapping: Self.endings + [.sigwinch]) {
            if signal == .sigwinch {
                if let size = Self.size { await resized(size) }
            } else {
                restore()
                exit(130)
            }
        }
    }
}
