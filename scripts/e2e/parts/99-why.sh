# shellcheck shell=bash
# coxswain why: each trouble is made, and the command names it and its fix. It ends with 3 when something is wrong.

fresh why
why() {
    local status
    "$BINARY" why --name "$CLUSTER" -n why "$@"
    status=$?
    [ $status = 3 ] && return 0
    return $((status == 0 ? 9 : status))
}
well() { "$BINARY" why --name "$CLUSTER" -n why "$@"; }

pod() { printf '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"app":"%s"}},"spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"c","image":"%s"%s}]%s}}' "$1" "$1" "$IMAGE" "$2" "$3" | k create -f - >/dev/null; }
pod unfit ',"resources":{"requests":{"cpu":"1000"}}' ''
pod picky '' ',"nodeSelector":{"disk":"ssd"}'
pod noclaim '' ',"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"data"}}]'
pod noconfig ',"envFrom":[{"configMapRef":{"name":"settings"}}]' ''
pod crashes ',"command":["sh","-c","echo about to fail; exit 7"]' ''
pod unready ',"readinessProbe":{"httpGet":{"path":"/","port":9999},"periodSeconds":1}' ''
pod hungry ',"command":["tail","/dev/zero"],"resources":{"limits":{"memory":"24Mi"}}' ',"restartPolicy":"Never"'
k create -f - >/dev/null <<X
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"noimage"},"spec":{"containers":[{"name":"c","image":"$REGISTRY/no-such-image"}]}}
X
k create -f - >/dev/null <<X
{"apiVersion":"v1","kind":"Service","metadata":{"name":"astray"},"spec":{"selector":{"app":"unreadi"},"ports":[{"port":80}]}}
X
make ingress broken --rule="why.example/*=nowhere:80,tls=cert"
make quota none --hard=count/pods=0
make deployment refused --image="$IMAGE"
k create -f - >/dev/null <<X
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","finalizers":["example.com/held"]}}
X
k delete configmap held --wait=false >/dev/null

eventually "a pod too large: what it asks, what is free" 20 "no node has 1k? ?.*cpu free.*of .* cpu is free" why pod/unfit
eventually "a node selector: the label to set" 20 "kubectl label node .* disk=ssd" why pod/picky
eventually "a claim that does not exist" 20 "its claim data does not exist" why pod noclaim
eventually "a ConfigMap that does not exist" 30 "kubectl -n why create configmap settings" why po/noconfig
eventually "an image that does not exist" 60 "does not exist in the registry $REGISTRY" why pod/noimage
eventually "a crash: exit code and log" 60 "exit code 7.*log: about to fail" why pod/crashes
eventually "out of memory" 60 "more memory than its limit.*raise resources.limits.memory" why pod/hungry
eventually "a failing probe: what it got" 30 "GET / on port 9999.*connection refused.*nothing listens" why pod/unready
eventually "a service whose label is wrong" 20 "comes nearest: its label app is \"unready\", wanted is \"unreadi\"" why service/astray
eventually "an Ingress without backend and Secret" 20 "service nowhere behind .* does not exist.*secret cert .*does not exist" why ingress/broken
eventually "a Deployment that a quota holds" 20 "refused by a quota.*exceeded quota" why deployment/refused
eventually "an object held by a finalizer" 20 "held by the finalizer example.com/held" why configmap/held
refuse "a kind that nobody knows" "doesn't have a resource type" well pood/a
refuse "an object that is not there" "not found" well pod/nobody
k patch configmap held --type=merge -p '{"metadata":{"finalizers":null}}' >/dev/null
node=$(k get nodes -o 'jsonpath={.items[0].metadata.name}')
eventually "a node that is well" 10 "it is ready" well "node/$node"
leave why
