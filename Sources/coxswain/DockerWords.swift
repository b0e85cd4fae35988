/// Docker's words for what the commands `container` and `image` do, for hands that are used to them: `docker run`, `docker build`.
enum DockerWords {
    private static let containers: Set = ["run", "ps", "logs", "exec", "attach", "inspect", "stop", "rm"]
    private static let images: [String: String] = [
        "build": "build", "push": "push", "pull": "pull", "tag": "tag", "images": "list", "rmi": "rm", "login": "login", "load": "load",
        "save": "save",
    ]

    /// The command line of this program that does the same. Words that docker does not have go on as they are.
    static func translated(_ words: [String]) -> [String] {
        guard let first = words.first else { return ["container"] }
        if containers.contains(first) { return ["container"] + words }
        if let image = images[first] { return ["image", image] + words.dropFirst() }
        return words
    }
}
