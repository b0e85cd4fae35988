import CRI
import Document
import Resources
import Testing

@testable import Cluster

@Suite struct ContainerTableTests {
    private let now = Timestamp(seconds: 1_700_000_000)

    private func container(_ name: String, _ state: RuntimeContainerState, ports: [PublishedPort] = [], code: Int32 = 0) throws
        -> PlainContainer
    {
        var request = ContainerRequest(image: "kubia")
        request.ports = ports
        var container = try #require(
            PlainContainer(
                RuntimeContainer(
                    id: "r-" + name, sandboxID: "s", name: name, attempt: 0, image: "", imageRef: "", state: state, createdAt: 0,
                    labels: [
                        PlainContainer.Label.mark: "true", PlainContainer.Label.name: name,
                        PlainContainer.Label.id: String(repeating: "ab", count: 32),
                    ], annotations: [PlainContainer.requestAnnotation: request.json.text])))
        var status = RuntimeContainerStatus(id: "r-" + name, name: name, attempt: 0, state: state)
        let start = (now.seconds - 300) * 1_000_000_000
        (status.createdAt, status.startedAt, status.finishedAt, status.exitCode) = (start, start, start + 60_000_000_000, code)
        container.set(status, info: ["pid": 7, "runtimeSpec": ["process": ["args": ["node", "a-very-long-file-name.js"], "cwd": "/"]]])
        return container
    }

    @Test func aTableOfAllStates() throws {
        let text = ContainerTable(now: now).text([
            try container("web", .running, ports: [PublishedPort(hostPort: 8080, containerPort: 80)]),
            try container("job", .exited, ports: [PublishedPort(hostPort: 8081, containerPort: 80)], code: 3),
        ])
        #expect(
            text == """
                CONTAINER ID   IMAGE   COMMAND                  CREATED         STATUS                     PORTS                    NAMES
                abababababab   kubia   "node a-very-long-fi…"   5 minutes ago   Up 5 minutes               127.0.0.1:8080->80/tcp   web
                abababababab   kubia   "node a-very-long-fi…"   5 minutes ago   Exited (3) 4 minutes ago                            job

                """)
    }

    @Test(arguments: [
        (0, "Less than a second"), (1, "1 second"), (59, "59 seconds"), (60, "About a minute"), (119, "About a minute"), (120, "2 minutes"),
        (3599, "59 minutes"), (3600, "About an hour"), (7200, "2 hours"), (172_800, "2 days"), (1_209_600, "2 weeks"),
        (5_184_000, "2 months"), (63_072_000, "2 years"),
    ])
    func spans(seconds: Int, expected: String) { #expect(ContainerTable.span(from: now, to: now.adding(seconds: seconds)) == expected) }

    @Test func aContainerIsInspected() throws {
        var web = try container("web", .running, ports: [PublishedPort(hostPort: 8080, containerPort: 80)])
        web.address = "10.244.0.9"
        let document = web.inspection(volumes: "/v")
        #expect(document["Name"].string == "/web" && document["State", "Running"].bool == true && document["State", "Pid"].int == 7)
        #expect(document["NetworkSettings", "Ports", "80/tcp"][0]["HostPort"].string == "8080")
        #expect(document["NetworkSettings", "IPAddress"].string == "10.244.0.9")
        #expect(document["Path"].string == "node" && document["Args"].strings == ["a-very-long-file-name.js"])
        #expect(document["State", "FinishedAt"].string?.hasPrefix("2023-") == true)
    }

    @Test func containersAreFoundByNameAndByTheBeginningOfTheirID() throws {
        let all = [try container("web", .running), try container("abab", .running)]
        #expect(try PlainContainer.find("web", among: all).name == "web")
        #expect(try PlainContainer.find("/web", among: all).name == "web")
        #expect(try PlainContainer.find("abab", among: all).name == "abab")
        #expect { try PlainContainer.find("aba", among: all) } throws: { "\($0)".contains("Multiple IDs") }
        #expect { try PlainContainer.find("nobody", among: all) } throws: { "\($0)" == "No such container: nobody" }
    }
}
