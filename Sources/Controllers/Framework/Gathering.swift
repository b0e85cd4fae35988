/// How long changes of many pods are gathered before somebody looks at all of them: a thousand pods that start make thousands of
/// changes, and each look goes through all thousand. A few pods are looked at right away.
enum Gathering {
    /// Pods for each millisecond of waiting.
    static let podsPerMillisecond = 20
    static let longest: Duration = .milliseconds(50)

    static func delay(pods: Int) -> Duration { min(.milliseconds(pods / podsPerMillisecond), longest) }
}
