import SwiftProtobuf
import Testing

@testable import CRI

@Suite struct RuntimeEventTests {
    private func envelope(_ topic: String, _ value: [UInt8]) -> Containerd_Services_Events_V1_Envelope {
        var envelope = Containerd_Services_Events_V1_Envelope()
        envelope.topic = topic
        envelope.event.value = .init(value)
        return envelope
    }

    @Test func readsExits() throws {
        var exit = Containerd_Services_Events_V1_TaskExit()
        (exit.containerID, exit.id, exit.exitStatus) = ("c1", "c1", 137)
        #expect(
            try RuntimeEvent(envelope("/tasks/exit", [UInt8](exit.serializedBytes() as [UInt8])))
                == RuntimeEvent(.exited(code: 137), id: "c1"))
    }

    @Test func anExecutedProcessIsNotTheContainer() throws {
        var exit = Containerd_Services_Events_V1_TaskExit()
        (exit.containerID, exit.id) = ("c1", "exec-7")
        #expect(try RuntimeEvent(envelope("/tasks/exit", exit.serializedBytes())) == nil)
    }

    @Test func readsStartsAndOutOfMemory() throws {
        var named = Containerd_Services_Events_V1_TaskNamed()
        named.containerID = "c2"
        #expect(try RuntimeEvent(envelope("/tasks/oom", named.serializedBytes())) == RuntimeEvent(.outOfMemory, id: "c2"))
        #expect(try RuntimeEvent(envelope("/tasks/start", named.serializedBytes())) == RuntimeEvent(.started, id: "c2"))
        #expect(RuntimeEvent(envelope("/tasks/paused", [])) == nil)
    }
}
