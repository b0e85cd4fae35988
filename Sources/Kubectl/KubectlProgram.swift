/// The built-in kubectl: `coxswain kubectl …`, and the binary called by the name `kubectl`.
package enum KubectlProgram {
    /// Runs one command line and returns its exit status. Errors have been told on standard error.
    /// - Parameters:
    ///   - arguments: without the program's own name.
    ///   - version: what `kubectl version` says of the client, such as `v1.36.0+coxswain`.
    package static func run(_ arguments: [String], version: String) async -> Int32 {
        let environment = Environment.process(version: version)
        let console = Console()
        let tree = CommandTree(root: CommandList.root)
        // What completion scripts call: the words so far, the last being the one to complete.
        if arguments.first == "__complete" || arguments.first == "__completeNoDesc" {
            return await Completer(tree: tree, console: console, environment: environment).run(Array(arguments.dropFirst()))
        }
        return await tree.run(arguments, console: console, environment: environment)
    }
}
