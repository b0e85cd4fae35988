import FoundationEssentials
import HTTPServing
import NIOHTTP1
import Synchronization
import Testing

@testable import Kubectl

/// Global flags and kubeconfig members that change how the server is reached, against a server in this process.
@Suite struct ConnectionFlagTests {
    private func withServer(_ version: String = "v1.36.0", _ body: (String) async throws -> Void) async throws {
        try await withWebServer { request in
            switch request.path {
            case "/version": (200, ["Content-Type": "application/json"], #"{"gitVersion":"\#(version)"}"#)
            case "/warned": (200, ["Warning": #"299 - "old \"thing\"""#], "{}")
            default: (200, [:], "\(request.headers["authorization"].first ?? "nobody")")
            }
        } _: { port in
            try await body("http://127.0.0.1:\(port)")
        }
    }

    @Test func matchServerVersionRefusesOthers() async throws {
        try await withServer("v1.35.2") { server in
            let run = await KubectlRun.of(["get", "--raw", "/x", "--match-server-version", "-s", server])
            #expect(run.status == 1)
            #expect(run.errors == "error: server version (\"v1.35.2\") differs from client version (\"v1.36.0\")\n")
            #expect(await KubectlRun.of(["get", "--raw", "/x", "-s", server]).output == "nobody")
        }
        try await withServer { server in
            #expect(await KubectlRun.of(["get", "--raw", "/x", "--match-server-version", "-s", server]).status == 0)
        }
    }

    @Test func warningsAsErrorsFailsAfterTheWork() async throws {
        try await withServer { server in
            let run = await KubectlRun.of(["get", "--raw", "/warned", "--warnings-as-errors", "-s", server])
            #expect(run.status == 1)
            #expect(run.output == "{}")
            #expect(run.errors == "Warning: old \"thing\"\nerror: 1 warning received\n")
            #expect(await KubectlRun.of(["get", "--raw", "/warned", "-s", server]).status == 0)
            #expect(await KubectlRun.of(["get", "--raw", "/x", "--warnings-as-errors", "-s", server]).status == 0)
        }
    }

    @Test func proxiesOfOtherSchemesAreRefused() async throws {
        let config = """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c}}]
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1", proxy-url: "ftp://127.0.0.1:2"}}]
            """
        try await withFolder(["config": config]) { folder in
            let run = await KubectlRun.of(["get", "--raw", "/x", "--kubeconfig", folder + "/config"])
            #expect(
                run.errors
                    == "error: invalid proxy url \"ftp://127.0.0.1:2\": unsupported scheme \"ftp\", must be http, https, or socks5\n")
        }
    }
}

/// Credential plugins: a shell script in the place of a cloud's program.
@Suite struct ExecCredentialsTests {
    private func run(
        _ script: String, server: String = "http://127.0.0.1:1",
        exec: String = "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never",
        user: String = "", words: [String] = ["get", "--raw", "/x"]
    ) async throws -> (KubectlRun, String) {
        let config = """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "\(server)", tls-server-name: n, extensions: [{name: client.authentication.k8s.io/exec, extension: {a: b}}]}}]
            users: [{name: u, user: {\(user) exec: {command: /bin/sh, args: [FOLDER/plugin, one], env: [{name: X, value: y}], \(exec)}}}]
            """
        // Run by the shell's own name: a file that was just written may still be open in a process that another test starts.
        return try await withFolder(["plugin": script]) { folder in
            try config.replacing("FOLDER", with: folder).write(toFile: folder + "/config", atomically: true, encoding: .utf8)
            let run = await KubectlRun.of(words + ["--kubeconfig", folder + "/config"])
            let seen = (try? String(contentsOfFile: folder + "/seen", encoding: .utf8)) ?? ""
            return (run, seen)
        }
    }

    private func withServer(_ body: (String, @Sendable () -> [String]) async throws -> Void) async throws {
        let seen = Mutex<[String]>([])
        let box = SeenBox(seen: seen)
        try await withWebServer { request in
            box.seen.withLock { $0.append(request.headers["authorization"].first ?? "") }
            return (200, [:], "ok")
        } _: { port in
            try await body("http://127.0.0.1:\(port)") { box.seen.withLock { $0 } }
        }
    }

    private final class SeenBox: Sendable {
        let seen: Mutex<[String]>
        init(seen: consuming Mutex<[String]>) { self.seen = seen }
    }

    @Test func aTokenIsSentAndThePluginKnowsTheCluster() async throws {
        try await withServer { server, seen in
            let script = """
                cd "$(dirname "$0")"; echo "$1 $X $KUBERNETES_EXEC_INFO" >> seen
                echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t1"}}'
                """
            let exec = "apiVersion: client.authentication.k8s.io/v1, interactiveMode: IfAvailable, provideClusterInfo: true"
            let (run, told) = try await run(script, server: server, exec: exec)
            #expect(run.output == "ok", "\(run.errors)")
            #expect(seen() == ["Bearer t1"])
            #expect(
                told
                    == #"one y {"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"interactive":false,"cluster":{"server":"\#(server)","tls-server-name":"n","config":{"a":"b"}}}}"#
                    + "\n")
        }
    }

    @Test func aGivenTokenGoesBeforeThePlugin() async throws {
        try await withServer { server, seen in
            let (run, told) = try await run("echo no >> seen; exit 3", server: server, words: ["get", "--raw", "/x", "--token", "mine"])
            #expect(run.output == "ok")
            #expect(told.isEmpty)
            #expect(seen() == ["Bearer mine"])
        }
    }

    @Test(arguments: [
        ("exit 3", "exec: executable /bin/sh failed with exit code 3"),
        (
            "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t\"}}'",
            "exec plugin is configured to use API version client.authentication.k8s.io/v1, plugin returned version client.authentication.k8s.io/v1beta1"
        ),
        (
            "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\"}'",
            "exec plugin didn't return a status field"
        ),
        (
            "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{}}'",
            "exec plugin didn't return a token or cert/key pair"
        ),
        (
            "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"clientKeyData\":\"k\"}}'",
            "exec plugin returned only certificate or key, not both"
        ),
    ])
    func whatAPluginDoesWrong(script: String, reason: String) async throws {
        let (run, _) = try await run(script)
        #expect(run.status == 1)
        #expect(run.errors == "Unable to connect to the server: getting credentials: \(reason)\n")
    }

    @Test func whatAnEntryMisses() async throws {
        let (run, _) = try await run("", exec: "")
        #expect(
            run.errors
                == "error: invalid configuration: [apiVersion must be specified for u to use exec authentication plugin, "
                + "interactiveMode must be specified for u to use exec authentication plugin]\n")
        let (other, _) = try await self.run("", exec: "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Maybe")
        #expect(other.errors == "error: invalid configuration: invalid interactiveMode for u: \"Maybe\"\n")
        let (always, _) = try await self.run("", exec: "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always")
        #expect(
            always.errors == "Unable to connect to the server: getting credentials: exec plugin cannot support interactive mode: "
                + "standard input is not a terminal\n")
    }

    @Test func authProvidersAreRefusedAsUpstreamDoes() async throws {
        let config = """
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: u, user: {auth-provider: {name: PROVIDER}}}]
            """
        for (name, beginning) in [
            ("gcp", "error: The gcp auth plugin has been removed.\n"), ("azure", "error: The azure auth plugin has been removed.\n"),
            ("foo", "error: no Auth Provider found for name \"foo\"\n"),
            ("oidc", "error: No valid id-token, and cannot refresh without refresh-token\n"),
        ] {
            try await withFolder(["config": config.replacing("PROVIDER", with: name)]) { folder in
                let run = await KubectlRun.of(["get", "--raw", "/x", "--kubeconfig", folder + "/config"])
                #expect(run.status == 1)
                #expect(run.errors.hasPrefix(beginning), "\(run.errors)")
            }
        }
    }
}
