import ArgumentParser
import Cluster

struct ImageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image", abstract: "Build images and bring them to where the nodes pull them.",
        subcommands: [
            ImageBuild.self, ImagePush.self, ImagePull.self, ImageList.self, ImageTag.self, ImageRemove.self, ImageInspect.self,
            ImageLoad.self, ImageSave.self, ImageLogin.self,
        ])
}

extension ClusterOptions {
    /// Images can be built before the first `up`.
    func images() throws -> ImageStore {
        var fallback = ClusterConfiguration(name: name, nodeName: "")
        if let dataDir { fallback.dataDirectory = dataDir }
        return ImageStore(configuration: try ClusterConfiguration.saved(name: name, dataDirectory: dataDir) ?? fallback)
    }
}

struct ImageBuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "build", abstract: "Build an image from a directory with a Dockerfile.")
    @OptionGroup var cluster: ClusterOptions
    @Option(name: [.customShort("t"), .long], help: "The image's name, such as localhost:5000/kubia.") var tag: String
    @Option(name: .shortAndLong, help: "The Dockerfile (default: the directory's own).") var file: String?
    @Option(help: "NAME=VALUE for an ARG of the Dockerfile; may be given more than once.") var buildArg: [String] = []
    @Argument(help: "The directory.") var directory: String

    func run() async throws {
        try await reportingErrors {
            print(try await cluster.images().build(name: tag, directory: directory, dockerfile: file, arguments: buildArg), terminator: "")
        }
    }
}

struct ImagePush: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "push", abstract: "Send an image to the registry in its name.")
    @OptionGroup var cluster: ClusterOptions
    @Argument(help: "The image's name.") var image: String

    func run() async throws {
        try await reportingErrors {
            try await cluster.images().push(image)
            print("Pushed \(image).")
        }
    }
}

struct ImagePull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pull", abstract: "Fetch an image from the registry in its name.")
    @OptionGroup var cluster: ClusterOptions
    @Argument(help: "The image's name.") var image: String

    func run() async throws {
        try await reportingErrors {
            try await cluster.images().pull(image)
            print("Pulled \(image).")
        }
    }
}

struct ImageList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the images on this machine.", aliases: ["ls"])
    @OptionGroup var cluster: ClusterOptions

    func run() async throws { try await reportingErrors { print(try await cluster.images().list(), terminator: "") } }
}

struct ImageTag: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "tag", abstract: "Give an image one more name.")
    @OptionGroup var cluster: ClusterOptions
    @Argument(help: "The image.") var source: String
    @Argument(help: "Its further name.") var target: String

    func run() async throws { try await reportingErrors { try await cluster.images().tag(source, target) } }
}

struct ImageRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rm", abstract: "Remove images from this machine.")
    @OptionGroup var cluster: ClusterOptions
    @Argument(help: "The images.") var images: [String]

    func run() async throws { try await reportingErrors { try await cluster.images().remove(images) } }
}

struct ImageInspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "inspect", abstract: "Show an image as JSON.")
    @OptionGroup var cluster: ClusterOptions
    @Argument(help: "The image.") var image: String

    func run() async throws { try await reportingErrors { print(try await cluster.images().inspect(image), terminator: "") } }
}

struct ImageLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Take in the images of an archive: of `image save`, of `docker save`, or in the OCI layout.")
    @OptionGroup var cluster: ClusterOptions
    @Option(name: .shortAndLong, help: "The archive, as docker names it.") var input: String?
    @Argument(help: "The archive.") var file: String?

    func validate() throws { if (input == nil) == (file == nil) { throw ValidationError("name the archive") } }

    func run() async throws {
        try await reportingErrors {
            for name in try await cluster.images().load(input ?? file ?? "") { print("Loaded image: \(name)") }
        }
    }
}

struct ImageSave: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Write an image to an archive that `image load` and `docker load` take in.")
    @OptionGroup var cluster: ClusterOptions
    @Option(name: .shortAndLong, help: "The archive to write.") var output: String
    @Argument(help: "The image.") var image: String

    func run() async throws { try await reportingErrors { try await cluster.images().save(image, to: output) } }
}

struct ImageLogin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "login", abstract: "Keep credentials for a registry.")
    @OptionGroup var cluster: ClusterOptions
    @Option(name: .shortAndLong, help: "The user's name; asked for when left out.") var username: String?
    @Option(name: .shortAndLong, help: "The password; asked for, or read from standard input, when left out.") var password: String?
    @Flag(help: "Read the password from standard input.") var passwordStdin = false
    @Argument(help: "The registry, HOST:PORT.") var registry: String

    func validate() throws {
        if passwordStdin, password != nil { throw ValidationError("--password and --password-stdin are mutually exclusive") }
        if passwordStdin, username == nil { throw ValidationError("--password-stdin needs --username") }
    }

    func run() async throws {
        try await reportingErrors {
            guard let user = username ?? ask("Username: "), !user.isEmpty else { throw ClusterError("no user name given") }
            guard let secret = password ?? askSecret("Password: "), !secret.isEmpty else { throw ClusterError("no password given") }
            try await cluster.images().login(registry: registry, user: user, password: secret)
            print("Login succeeded.")
        }
    }
}
