import Document
import Resources
import Testing

@testable import APIServer

@Suite struct PodAdmissionTests {
    @Test func objectsNeedALivingNamespace() async {
        let fixture = CachesFixture([
            (.namespaces, named("a")), (.namespaces, named("going").with(["status": ["phase": "Terminating"]])),
        ])
        let plugin = NamespaceLifecycle(caches: fixture.caches)
        let pod = Admit.pod()
        #expect(await Admit.refusal(plugin, pod, Admit.request(.create, .pods)) == nil)
        #expect(await Admit.refusal(plugin, pod, Admit.request(.create, .pods, namespace: "none")) == #"namespaces "none" not found"#)
        #expect(
            await Admit.refusal(plugin, pod, Admit.request(.create, .pods, namespace: "going"))
                == #"pods "web" is forbidden: unable to create new content in namespace going because it is being terminated"#)
        #expect(await Admit.refusal(plugin, pod, Admit.request(.update, .pods, namespace: "going")) == nil)
        #expect(
            await Admit.refusal(plugin, .null, Admit.request(.delete, .namespaces, namespace: "", name: "default"))
                == #"namespaces "default" is forbidden: this namespace may not be deleted"#)
        #expect(await Admit.refusal(plugin, .null, Admit.request(.delete, .namespaces, namespace: "", name: "a")) == nil)
    }

    @Test func podsGetTheirAccountAndItsToken() async throws {
        let fixture = CachesFixture([
            (.serviceAccounts, named("default", namespace: "a").with(["imagePullSecrets": [["name": "pull"]]])),
            (.serviceAccounts, named("quiet", namespace: "a").with(["automountServiceAccountToken": false])),
        ])
        let plugin = ServiceAccountAdmission(caches: fixture.caches)
        let own: JSON = ["name": "own", "volumeMounts": [["name": "x", "mountPath": .string(ServiceAccountAdmission.mountPath)]]]
        let pod = try await Admit.run(plugin, Admit.pod(containers: [["name": "c"], own]), Admit.request(.create, .pods))
        #expect(pod["spec"]["serviceAccountName"].string == "default")
        #expect(pod["spec"]["serviceAccount"].string == "default")
        #expect(pod["spec"]["imagePullSecrets"][0]["name"].string == "pull")
        let volume = pod["spec"]["volumes"][0]
        let name = volume["name"].string ?? ""
        #expect(name.hasPrefix("kube-api-access-") && name.utf8.count == 21)
        #expect(volume["projected"]["sources"][0]["serviceAccountToken"]["expirationSeconds"].int == 3607)
        #expect(pod["spec"]["containers"][0]["volumeMounts"][0]["name"].string == name)
        #expect(pod["spec"]["containers"][1]["volumeMounts"].array?.count == 1)

        // Pods of one account are alike, also in this.
        let again = try await Admit.run(plugin, Admit.pod(containers: [["name": "c"], own]), Admit.request(.create, .pods))
        #expect(again == pod)

        var quiet = Admit.pod()
        quiet["spec"]["serviceAccountName"] = "quiet"
        #expect(try await Admit.run(plugin, quiet, Admit.request(.create, .pods))["spec"]["volumes"].isNull)
        quiet["spec"]["automountServiceAccountToken"] = true
        #expect(try await Admit.run(plugin, quiet, Admit.request(.create, .pods))["spec"]["volumes"].array?.count == 1)
        quiet["spec"]["serviceAccountName"] = "nobody"
        #expect(
            await Admit.refusal(plugin, quiet, Admit.request(.create, .pods))
                == #"pods "web" is forbidden: error looking up service account a/nobody: serviceaccount "nobody" not found"#)
    }

    @Test func aPodWaitsForTheDefaultAccountOfANewNamespace() async throws {
        let fixture = CachesFixture()
        let plugin = ServiceAccountAdmission(caches: fixture.caches)
        async let pod = Admit.run(plugin, Admit.pod(), Admit.request(.create, .pods))
        try await Task.sleep(for: .milliseconds(200))
        fixture.put(.serviceAccounts, named("default", namespace: "a"))
        #expect(try await pod["spec"]["serviceAccountName"].string == "default")
    }

    @Test func tolerationsAreAddedOnce() async throws {
        let plugin = DefaultTolerationSeconds()
        let pod = try await Admit.run(plugin, Admit.pod(), Admit.request(.create, .pods))
        #expect(pod["spec"]["tolerations"].array?.count == 2)
        #expect(
            pod["spec"]["tolerations"][0]
                == ["key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300])
        #expect(try await Admit.run(plugin, pod, Admit.request(.update, .pods)) == pod)
        var tolerant = Admit.pod()
        tolerant["spec"]["tolerations"] = [["operator": "Exists"]]
        #expect(try await Admit.run(plugin, tolerant, Admit.request(.create, .pods)) == tolerant)
    }

    @Test func prioritiesComeFromTheirClass() async throws {
        let fixture = CachesFixture([
            (.priorityClasses, named("high").with(["value": 1000, "preemptionPolicy": "Never"])),
            (.priorityClasses, named("usual").with(["value": 5, "globalDefault": true])),
        ])
        let plugin = PriorityAdmission(caches: fixture.caches)
        var pod = Admit.pod()
        let usual = try await Admit.run(plugin, pod, Admit.request(.create, .pods))
        #expect(usual["spec"]["priority"].int == 5)
        #expect(usual["spec"]["priorityClassName"].string == "usual")
        #expect(usual["spec"]["preemptionPolicy"].string == "PreemptLowerPriority")
        // Of several defaults the lowest counts, from the moment it is there.
        fixture.put(.priorityClasses, named("lower").with(["value": 3, "globalDefault": true]))
        #expect(try await Admit.run(plugin, pod, Admit.request(.create, .pods))["spec"]["priorityClassName"].string == "lower")
        pod["spec"]["priorityClassName"] = "high"
        let high = try await Admit.run(plugin, pod, Admit.request(.create, .pods))
        #expect(high["spec"]["priority"].int == 1000)
        #expect(high["spec"]["preemptionPolicy"].string == "Never")
        pod["spec"]["priority"] = 7
        #expect(await Admit.refusal(plugin, pod, Admit.request(.create, .pods))?.contains("computed 1000") == true)
        pod["spec"]["priorityClassName"] = "none"
        #expect(
            await Admit.refusal(plugin, pod, Admit.request(.create, .pods))
                == #"pods "web" is forbidden: no PriorityClass with name none was found"#)
        let second = named("second").with(["value": 1, "globalDefault": true])
        #expect(
            await Admit.refusal(plugin, second, Admit.request(.create, .priorityClasses, namespace: ""))?.contains("already marked") == true
        )
    }

    @Test func claimsGetTheNewestDefaultClass() async throws {
        func storageClass(_ name: String, created: String, isDefault: Bool = true) -> JSON {
            var document = named(name)
            document["metadata"]["creationTimestamp"] = .string(created)
            document["metadata"]["annotations"] = ["storageclass.kubernetes.io/is-default-class": .string(isDefault ? "true" : "false")]
            return document
        }
        let type = ResourceType(group: "storage.k8s.io", plural: "storageclasses", kind: "StorageClass", namespaced: false)
        let fixture = CachesFixture([
            (type, storageClass("old", created: "2024-01-01T00:00:00Z")), (type, storageClass("new", created: "2025-01-01T00:00:00Z")),
            (type, storageClass("other", created: "2026-01-01T00:00:00Z", isDefault: false)),
        ])
        let plugin = DefaultStorageClass(caches: fixture.caches)
        let request = Admit.request(.create, .persistentVolumeClaims)
        #expect(try await Admit.run(plugin, named("c"), request)["spec"]["storageClassName"].string == "new")
        #expect(
            try await Admit.run(plugin, named("c").with(["spec": ["storageClassName": ""]]), request)["spec"]["storageClassName"].string
                == "")
    }

    @Test func ingressesGetTheDefaultClassUnlessTheyNameOne() async throws {
        var marked = named("mine")
        marked["metadata"]["annotations"] = ["ingressclass.kubernetes.io/is-default-class": "true"]
        let fixture = CachesFixture([(.ingressClasses, named("other")), (.ingressClasses, marked)])
        let plugin = DefaultIngressClass(caches: fixture.caches)
        let request = Admit.request(.create, .ingresses)
        #expect(try await Admit.run(plugin, named("i"), request)["spec"]["ingressClassName"].string == "mine")
        let chosen = named("i").with(["spec": ["ingressClassName": "other"]])
        #expect(try await Admit.run(plugin, chosen, request)["spec"]["ingressClassName"].string == "other")
        var annotated = named("i")
        annotated["metadata"]["annotations"] = ["kubernetes.io/ingress.class": "other"]
        #expect(try await Admit.run(plugin, annotated, request)["spec"]["ingressClassName"].isNull)
    }
}
