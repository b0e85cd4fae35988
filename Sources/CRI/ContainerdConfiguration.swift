/// The configuration of a containerd of the cluster's own, which shares nothing with another one on the machine.
package struct ContainerdConfiguration: Sendable, Hashable {
    /// Where images and container filesystems are kept; survives a reboot.
    package var root: String
    /// Where what runs is noted; may be lost with a reboot.
    package var state: String
    package var socket: String
    package var cniBinaryDirectory = "/usr/lib/cni"
    package var cniConfigurationDirectory: String
    /// Directory with a folder per registry, each with a `hosts.toml`; see ``RegistryHosts``.
    package var registryHostsDirectory: String
    package var sandboxImage = PauseImage.reference
    /// containerd's own messages: `error`, `warn`, `info`, `debug`.
    package var logLevel = "warn"

    package init(root: String, state: String, socket: String, cniConfigurationDirectory: String, registryHostsDirectory: String) {
        (self.root, self.state, self.socket) = (root, state, socket)
        (self.cniConfigurationDirectory, self.registryHostsDirectory) = (cniConfigurationDirectory, registryHostsDirectory)
    }

    /// Parts of containerd a Kubernetes node does not use: other snapshotters, tracing, checkpoints of quotas.
    static let disabledPlugins = [
        "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
        "io.containerd.snapshotter.v1.native", "io.containerd.snapshotter.v1.zfs", "io.containerd.internal.v1.opt",
        "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing",
    ]

    /// The arguments to start containerd with, its configuration having been written to `path`.
    package func arguments(configurationFile path: String) -> [String] { ["--config", path] }

    /// containerd's configuration file, version 2.
    package var toml: String {
        """
        version = 2
        root = \(quoted(root))
        state = \(quoted(state))
        oom_score = 0
        disabled_plugins = [\(Self.disabledPlugins.map(quoted).joined(separator: ", "))]

        [grpc]
          address = \(quoted(socket))

        [ttrpc]
          address = \(quoted(socket + ".ttrpc"))

        [debug]
          address = ""
          level = \(quoted(logLevel))

        [metrics]
          address = ""

        [plugins]
          [plugins."io.containerd.gc.v1.scheduler"]
            startup_delay = "10s"

          [plugins."io.containerd.grpc.v1.cri"]
            # The sandbox's own image is made on the node, never pulled.
            sandbox_image = \(quoted(sandboxImage))
            # exec, attach and port-forward are served on loopback; the kubelet passes them on.
            stream_server_address = "127.0.0.1"
            stream_server_port = "0"
            stream_idle_timeout = "4h0m0s"
            enable_tls_streaming = false
            # Lowering a score needs CAP_SYS_RESOURCE, which not every node grants.
            restrict_oom_score_adj = true
            disable_apparmor = true
            enable_selinux = false
            max_container_log_line_size = 16384
            max_concurrent_downloads = 3
            tolerate_missing_hugetlb_controller = true
            # Below our own directory, where whoever takes the cluster away finds them after any crash.
            netns_mounts_under_state_dir = true

            [plugins."io.containerd.grpc.v1.cri".cni]
              bin_dir = \(quoted(cniBinaryDirectory))
              conf_dir = \(quoted(cniConfigurationDirectory))
              max_conf_num = 1

            [plugins."io.containerd.grpc.v1.cri".containerd]
              snapshotter = "overlayfs"
              default_runtime_name = "runc"
              disable_snapshot_annotations = true
              discard_unpacked_layers = false

              [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
                runtime_type = "io.containerd.runc.v2"

                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                  BinaryName = "runc"
                  SystemdCgroup = false

            [plugins."io.containerd.grpc.v1.cri".registry]
              config_path = \(quoted(registryHostsDirectory))

        """
    }
}

/// How containerd reaches one registry: the text of `<registryHostsDirectory>/<registry>/hosts.toml`.
package struct RegistryHosts: Sendable, Hashable {
    /// Name and port as images are tagged with, such as `localhost:5000`.
    package var registry: String
    /// The URL it is served at, such as `http://10.88.0.1:5000`.
    package var server: String
    /// How a registry that asks who is calling is believed and answered; nil for one that does not.
    package var credentials: Credentials?

    package struct Credentials: Sendable, Hashable {
        /// Paths of PEM files: the authority that vouches for the registry, and a certificate with its key in one file.
        package var authority: String
        package var client: String
        package init(authority: String, client: String) { (self.authority, self.client) = (authority, client) }
    }

    package init(registry: String, server: String, credentials: Credentials? = nil) {
        (self.registry, self.server, self.credentials) = (registry, server, credentials)
    }

    package var toml: String {
        let trust = credentials.map { "  ca = \(quoted($0.authority))\n  client = \(quoted($0.client))\n" } ?? ""
        return """
            server = \(quoted(server))

            [host.\(quoted(server))]
              capabilities = ["pull", "resolve"\(credentials == nil ? ", \"push\"" : "")]
              skip_verify = \(server.hasPrefix("http://") ? "true" : "false")

            """ + trust
    }
}

/// A TOML basic string.
func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
