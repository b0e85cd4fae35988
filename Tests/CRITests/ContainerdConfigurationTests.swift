import Testing

@testable import CRI

@Suite struct ContainerdConfigurationTests {
    @Test func rendersTheWholeFile() {
        let configuration = ContainerdConfiguration(
            root: "/var/lib/c/containerd", state: "/run/c/containerd", socket: "/run/c/containerd.sock",
            cniConfigurationDirectory: "/run/c/cni",
            registryHostsDirectory: "/var/lib/c/registries")
        let lines = configuration.toml.split(separator: "\n").map { $0.drop { $0 == " " } }
        let expected = """
            version = 2
            root = "/var/lib/c/containerd"
            state = "/run/c/containerd"
            oom_score = 0
            disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", \
            "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.native", "io.containerd.snapshotter.v1.zfs", \
            "io.containerd.internal.v1.opt", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
            [grpc]
            address = "/run/c/containerd.sock"
            [ttrpc]
            address = "/run/c/containerd.sock.ttrpc"
            [debug]
            address = ""
            level = "warn"
            [metrics]
            address = ""
            [plugins]
            [plugins."io.containerd.gc.v1.scheduler"]
            startup_delay = "10s"
            [plugins."io.containerd.grpc.v1.cri"]
            # The sandbox's own image is made on the node, never pulled.
            sandbox_image = "coxswain.local/pause:1"
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
            bin_dir = "/usr/lib/cni"
            conf_dir = "/run/c/cni"
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
            config_path = "/var/lib/c/registries"
            """
        #expect(lines == expected.split(separator: "\n").map { $0[...] })
    }

    @Test func aPlainHTTPRegistryIsNotVerified() {
        let hosts = RegistryHosts(registry: "localhost:5000", server: "http://10.88.0.1:5000")
        #expect(
            hosts.toml == """
                server = "http://10.88.0.1:5000"

                [host."http://10.88.0.1:5000"]
                  capabilities = ["pull", "resolve", "push"]
                  skip_verify = true

                """)
    }

    @Test func aRegistryThatAsksIsShownACertificateAndReadOnly() {
        let hosts = RegistryHosts(
            registry: "localhost:5000", server: "https://10.88.0.1:5000",
            credentials: .init(authority: "/pki/ca.crt", client: "/pki/client.pem"))
        #expect(
            hosts.toml == """
                server = "https://10.88.0.1:5000"

                [host."https://10.88.0.1:5000"]
                  capabilities = ["pull", "resolve"]
                  skip_verify = false
                  ca = "/pki/ca.crt"
                  client = "/pki/client.pem"

                """)
    }

    @Test func quotesWhatTOMLWouldRead() { #expect(quoted("a\"b\\c\n") == #""a\"b\\c\n""#) }
}
