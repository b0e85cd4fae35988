internal import Resources

/// Why a node ended a pod, or did not let it in, by the words it left in the pod's status.
enum EvictionDiagnosis {
    static func diagnose(_ pod: Pod) -> Diagnosis {
        let message = pod.status.message
        let look = "see coxswain why node/\(pod.spec.nodeName)"
        func answer(_ text: String, _ fix: String) -> Diagnosis {
            Diagnosis(.evicted, "pod/" + pod.name, text, evidence: [message], fix: fix)
        }
        if message.contains("The node had condition") {
            return answer(
                "the node was short of something and did not take it in", "it is placed anew by its controller, or create it again; " + look
            )
        }
        if message.contains("exceeds the limit") || message.contains("exceeds the total limit") || message.contains("exceeded its local") {
            return answer(
                "it wrote more to the node's disk than its limits allow",
                "have it write less or elsewhere, or raise the emptyDir's sizeLimit or limits.ephemeral-storage")
        }
        if message.contains("low on resource: ephemeral-storage") || message.contains("low on resource: inodes") {
            return answer(
                "the node ran out of disk, and it held more of it than others",
                "have it write less, to a claim's volume, or within limits.ephemeral-storage and sizeLimit; " + look)
        }
        if message.contains("low on resource: pids") {
            return answer("the node ran out of process ids", "find out why it starts so many processes; " + look)
        }
        return answer(
            "the node evicted it to save itself", "give it requests near what it uses, or a smaller appetite; " + look)
    }
}
