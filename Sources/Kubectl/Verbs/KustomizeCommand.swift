/// `kubectl kustomize`: says that it is not there.
enum KustomizeCommand {
    static let command = Command(
        "kustomize", group: .advanced, usage: "DIR", summary: "Build a kustomization (not built in)",
        details: "Use the standalone kustomize, and pipe what it prints to `kubectl apply -f -`."
    ) { _ in
        throw Failure("kustomize is not built in: run the standalone kustomize and pipe its output to kubectl apply -f -")
    }
}
