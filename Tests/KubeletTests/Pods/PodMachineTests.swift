import Testing

@testable import Kubelet

@Suite struct PodMachineTests {
    @Test func aDeletedPodIsStoppedCleanedDeletedAndForgotten() {
        var machine = PodMachine()
        #expect(machine.handle(.updated) == [.sync])
        #expect(machine.handle(.deletionRequested(gracePeriod: 30)) == [.terminate(.init(gracePeriod: 30))])
        #expect(machine.handle(.updated) == [])
        #expect(machine.handle(.stopped) == [.cleanUp])
        #expect(machine.handle(.cleaned) == [.deleteObject])
        #expect(machine.handle(.removed) == [.forget])
        #expect(machine.state == .gone)
    }

    @Test func aFinishedPodKeepsItsObjectUntilItIsDeleted() {
        var machine = PodMachine()
        _ = machine.handle(.finished)
        #expect(machine.handle(.stopped) == [.cleanUp])
        #expect(machine.handle(.cleaned) == [])
        #expect(machine.state == .settled)
        #expect(machine.handle(.deletionRequested(gracePeriod: 30)) == [.deleteObject])
        #expect(machine.handle(.removed) == [.forget])
    }

    @Test func aShorterGracePeriodHastensTheEnd() {
        var machine = PodMachine()
        _ = machine.handle(.deletionRequested(gracePeriod: 30))
        #expect(machine.handle(.deletionRequested(gracePeriod: 60)) == [])
        #expect(machine.handle(.deletionRequested(gracePeriod: 5)) == [.terminate(.init(gracePeriod: 5))])
        #expect(machine.handle(.removed) == [.terminate(.init(gracePeriod: 1))])
    }

    @Test func aPodWhoseObjectVanishedIsEndedAtOnceAndForgotten() {
        var machine = PodMachine()
        #expect(machine.handle(.removed) == [.terminate(.init(gracePeriod: 1))])
        _ = machine.handle(.stopped)
        #expect(machine.handle(.cleaned) == [.forget])
    }

    @Test func aRefusedPodSaysWhy() {
        var machine = PodMachine()
        let failure = PodMachine.Failure(reason: "OutOfcpu", message: "no")
        #expect(machine.handle(.failed(failure, gracePeriod: 0)) == [.terminate(.init(gracePeriod: 1, failure: failure))])
    }
}
