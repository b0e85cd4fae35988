/// What all kustomizations of one build share.
final class KustomizeContext {
    private let console: Console
    private var layers = 0
    private var warned = Set<String>()

    init(console: Console) { self.console = console }

    /// A number for one more kustomization of the build.
    func nextLayer() -> Int {
        layers += 1
        return layers
    }

    func warn(_ text: String) {
        if warned.insert(text).inserted { console.err(text + "\n") }
    }
}
