import HTTPServing
import NIOHTTP1
import Synchronization
import Testing

@testable import Kubectl

@Suite struct ManifestURLTests {
    /// A manifest of a pod read by URL, shown by the dry run of a command that needs no server.
    private func annotated(_ url: String) async -> KubectlRun {
        await KubectlRun.of(["set", "image", "-f", url, "*=new", "--local", "-o", "jsonpath={.spec.containers[0].image}"])
    }

    @Test func manifestsAreFetched() async throws {
        let manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: old}]}\n"
        try await withWebServer { request in
            switch request.path {
            case "/api": (200, [:], #"{"versions":["v1"]}"#)
            case "/apis": (200, [:], #"{"groups":[]}"#)
            case "/api/v1":
                (
                    200, [:],
                    #"{"groupVersion":"v1","resources":[{"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get"]}]}"#
                )
            case "/moved": (302, ["Location": "/pod.yaml"], "")
            case "/pod.yaml": (200, [:], manifest)
            default: (404, [:], "")
            }
        } _: { port in
            let server = "http://127.0.0.1:\(port)"
            for path in ["/pod.yaml", "/moved"] {
                let run = await KubectlRun.of([
                    "set", "image", "-f", server + path, "*=new", "--local", "-o", "jsonpath={.spec.containers[0].image}", "-s", server,
                    "--cache-dir", "/tmp/coxswain-kubectl-test-cache-\(port)",
                ])
                #expect(run.output == "new", "\(run.errors)")
            }
            let missing = await annotated(server + "/none")
            #expect(
                missing.errors == "error: unable to read URL \"\(server)/none\", server reported 404 Not Found, status code=404\n")
        }
    }

    @Test func aServerThatIsNotThere() async throws {
        let run = await annotated("http://127.0.0.1:1/x.yaml")
        #expect(run.status == 1)
        #expect(run.errors == "error: Get \"http://127.0.0.1:1/x.yaml\": connect: connection refused\n")
    }
}
