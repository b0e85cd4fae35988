# shellcheck shell=bash
# Deletion in every form.

# Pods that end at once when told to.
quick() {
    local name
    for name in "$@"; do
        cat <<END
apiVersion: v1
kind: Pod
metadata: {name: $name, labels: {app: quick, name: $name}}
spec:
  terminationGracePeriodSeconds: 0
  containers: [{image: $IMAGE, name: c, command: [sleep, "3600"]}]
---
END
    done | k create -f - >/dev/null
    k wait --for=condition=Ready pod -l app=quick --timeout=60s >/dev/null
}

fresh deletion
quick one two three four five
check "delete by names" '"one" deleted.*"two" deleted' k delete po one two
check "delete by label" '"three" deleted' k delete po -l name=three
check "delete from standard input" '"four" deleted' bash -c "$KUBECTL get po four -o yaml | $KUBECTL delete -f -"
check "delete --all" '"five" deleted' k delete po --all
check "nothing is left" "No resources found in deletion namespace" k get po
refuse "delete what is not there" 'pods "one" not found' k delete po one
check "delete --ignore-not-found" "" k delete po one --ignore-not-found
quick six
check "delete --force --grace-period=0" "force deleted" k delete po six --force --grace-period=0
quick seven
check "delete --dry-run=server keeps it" "deleted \(server dry run\)" k delete po seven --dry-run=server
check "it is still there" "seven" k get po seven
check "delete --now" "deleted" k delete po seven --now

sample kubia-rc.yaml | sed 's/^    spec:/    spec:\n      terminationGracePeriodSeconds: 1/' >"$work/rc.yaml"
k create -f "$work/rc.yaml" >/dev/null
eventually "a controller's three pods run" 90 "3 +3 +3" k get rc kubia
before=$(names po)
check "delete po --all" "deleted" k delete po --all
eventually "managed pods come back" 60 "3 +3 +3" k get rc kubia
same "they are others" "0" "$(comm -12 <(tr ' ' '\n' <<<"$before" | grep . | sort) <(names po | tr ' ' '\n' | grep . | sort) | wc -l)"
check "delete --cascade=orphan" "deleted" k delete rc kubia --cascade=orphan
sleep 2
check "keeps the pods" "^3$" lines k get po --no-headers
k create -f "$work/rc.yaml" >/dev/null
eventually "a new controller adopts them" 20 "^ReplicationController kubia$" k get po -o 'jsonpath={.items[0].metadata.ownerReferences[0].kind} {.items[0].metadata.ownerReferences[0].name}'
check "still three" "^3$" lines k get po --no-headers
check "delete all --all" 'replicationcontroller "kubia" deleted' k delete all --all
eventually "the pods go with their controller" 60 "No resources found" k get all
k create -f "$work/rc.yaml" >/dev/null
check "delete --cascade=foreground waits for the pods" "deleted" k delete rc kubia --cascade=foreground
check "none is left" "No resources found" k get po
check "delete a namespace with all it holds" 'namespace "custom-namespace" deleted' k delete ns custom-namespace
refuse "its pod is gone" "not found" k get po kubia-manual -n custom-namespace
k delete ns other-namespace --wait=false >/dev/null
leave deletion
k config set-context --current --namespace=default >/dev/null
check "delete all --all in default" 'service "kubernetes" deleted' k delete all --all
eventually "the kubernetes service is remade" 30 "kubernetes +ClusterIP +10\.45\.0\.1 " k get svc kubernetes
