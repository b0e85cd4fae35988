import Document
import Resources
import Testing

@testable import Dashboard

@Suite struct DashboardObjectsTests {
    @Test func theServiceLeadsToThePage() {
        let service = DashboardObjects.service()
        #expect(service.json["metadata"]["labels"]["kubernetes.io/cluster-service"] == "true")
        #expect(service.json["spec"]["ports"][0]["targetPort"] == .int(Int64(ClusterDashboard.port)))
        let endpoints = DashboardObjects.endpoints(listening: IPv4Address(10, 243, 0, 1))
        #expect(endpoints.name == service.name && endpoints.namespace == service.namespace)
        #expect(endpoints.json["subsets"][0]["addresses"][0]["ip"] == "10.243.0.1")
        #expect(endpoints.json["subsets"][0]["ports"][0]["port"] == .int(Int64(ClusterDashboard.port)))
    }

    /// Everybody may read the page, and nothing else by it.
    @Test func theRightIsToThePageAlone() {
        let rules = DashboardObjects.role().json["rules"]
        #expect(
            rules == [["apiGroups": [""], "resources": ["services/proxy"], "resourceNames": ["kubernetes-dashboard"], "verbs": ["get"]]])
    }
}
