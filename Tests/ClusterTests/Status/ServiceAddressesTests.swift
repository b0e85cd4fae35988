import Client
import Document
import Resources
import Testing

@testable import Cluster

@Suite struct ServiceAddressesTests {
    private func service(_ name: String, _ spec: JSON) -> Service {
        Service(["metadata": ["name": .string(name), "namespace": "default"], "spec": spec])
    }

    @Test func everyPortHasOneURL() {
        let addresses = ServiceAddresses(
            [
                service(
                    "kubia",
                    [
                        "type": "LoadBalancer", "clusterIP": "10.96.0.7",
                        "ports": [["name": "http", "port": 8080, "nodePort": 30086], ["name": "https", "port": 8443, "nodePort": 30087]],
                    ]),
                service("inner", ["type": "ClusterIP", "clusterIP": "10.96.0.8", "ports": [["port": 80]]]),
                service("headless", ["clusterIP": "None", "ports": [["port": 80]]]),
                service("elsewhere", ["type": "ExternalName", "externalName": "example.com"]),
            ], node: "10.243.0.1")
        #expect(addresses.urls == ["http://10.243.0.1:30086", "http://10.243.0.1:30087", "http://10.96.0.8:80"])
        #expect(
            addresses.text == """
                |-----------|-----------|-------------|--------------------------|
                | NAMESPACE | NAME      | TARGET PORT | URL                      |
                |-----------|-----------|-------------|--------------------------|
                | default   | kubia     | http/8080   | http://10.243.0.1:30086  |
                |           |           | https/8443  | http://10.243.0.1:30087  |
                | default   | inner     | 80          | http://10.96.0.8:80      |
                | default   | headless  | 80          | not reached from outside |
                | default   | elsewhere |             | not reached from outside |
                |-----------|-----------|-------------|--------------------------|

                """)
    }
}
