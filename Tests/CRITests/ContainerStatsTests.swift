import Testing

@testable import CRI

@Suite struct ContainerStatsTests {
    /// The layer is measured by the by, and so at a time of its own.
    @Test func theLayerHasATimeOfItsOwn() {
        var wire = Runtime_V1_ContainerStats()
        wire.attributes.id = "c1"
        wire.cpu.timestamp = 20
        wire.writableLayer.timestamp = 10
        wire.writableLayer.usedBytes.value = 4096
        let stats = RuntimeContainerStats(wire)
        #expect(stats.timestamp == 20 && stats.writableLayerTimestamp == 10 && stats.writableLayerBytes == 4096)
        #expect(RuntimeContainerStats(Runtime_V1_ContainerStats()).writableLayerTimestamp == 0)
    }
}
