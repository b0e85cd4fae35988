# shellcheck shell=bash
# A second cluster beside the first, of three nodes on this machine and one that joins over another link by a token; what it does when
# a node, the server or the store is lost.

NODES=$CLUSTER-nodes FAR=$CLUSTER-far
nodes_api=$(free_port 16600) nodes_registry=$(free_port 15100) nodes_kubelet=$(free_port 20350)
outer_kubeconfig=$KUBECONFIG
export KUBECONFIG=$work/nodes.kubeconfig
n() { "$BINARY" "$@" --name "$NODES"; }
nodes_up() {
    n up --nodes "$1" --api-port "$nodes_api" --registry-port "$nodes_registry" --kubelet-port "$nodes_kubelet" \
        --pod-cidr 10.47.0.0/16 --service-cidr 10.48.0.0/16 --node-cidr 10.49.0.0/24 \
        --node-monitor-grace-period 8s --default-unreachable-toleration-seconds 2 --default-not-ready-toleration-seconds 2
}
# Everything on the machine that can only be this cluster's.
nodes_remains() {
    {
        grep -E "coxswain-($NODES|$FAR)" /proc/mounts | awk '{print "mount " $2}'
        # The devices' names carry a number made of the cluster's name.
        ip -o link | grep -E -- "coxn-$NODES|$1" | awk -F': ' '{print "link " $2}'
        ip route show table all | grep -E '10\.4[789]\.' | sed 's/^/route /'
        nft list tables | grep -E -- "$NODES|$FAR" | sed 's/^/nft /'
        find /sys/fs/cgroup -type d -name "coxswain-$NODES*" | sed 's/^/cgroup /'
        find "/var/lib/coxswain-$NODES" "/run/coxswain-$NODES" -maxdepth 0 2>/dev/null | sed 's/^/file /'
    } | sort -u
}
# on NODE: the first running pod of the controller there.
on() { k get po -l app=kubia --field-selector "spec.nodeName=$1,status.phase=Running" -o 'jsonpath={.items[0].metadata.name}'; }
node_names() { k get nodes -o 'jsonpath={range .items[*]}{.metadata.name}{"\n"}{end}' | sort; }
# Ends every process of a further node as a machine that loses its power would.
lose_node() {
    local pids
    pids=$({
        for directory in /proc/[0-9]*; do
            { tr '\0' ' ' <"$directory/cmdline"; } 2>/dev/null | grep -q "coxswain-$NODES/nodes/$1" && echo "${directory#/proc/}"
        done
        find "/sys/fs/cgroup/pids/coxswain-$NODES.$1" -name cgroup.procs -exec cat {} +
    } 2>/dev/null | sort -u)
    # shellcheck disable=SC2086
    kill -9 $pids 2>/dev/null
    [ -n "$pids" ]
}

check "up --nodes 3 beside another cluster" "node [^ ]+-3 ready.*ready" nodes_up 3
first=$(node_names | head -n 1)
mark=$(ip -o link show master "coxn-$NODES" | grep -oE 'cv-[0-9a-f]+' | head -n 1 | cut -d- -f2)
check "three nodes, all Ready" "$first +Ready.*$first-2 +Ready.*$first-3 +Ready" k get nodes
check "each carries its hostname" "$first-2" k get nodes -l "kubernetes.io/hostname=$first-2" -o name
check "describe node tells the machine" "Machine ID: +[0-9a-f]+.*Boot ID: +[0-9a-f-]+.*Kernel Version: +[0-9].*OS Image: +[A-Z].*containerd://[0-9].*Allocated resources" k describe node "$first-2"
check "up again is quick" "up already" n up
check "status knows the agents" "agent +$first-2: process [0-9]+.*agent +$first-3: process" n status
refuse "fewer nodes are not made in passing" "has 3 nodes already" n up --nodes 2

section "built-in parts"
eventually "they show in kube-system" 15 "kube-apiserver-$first +1/1 +Running.*kube-controller-manager-$first +1/1.*kube-dns-$first +1/1.*kube-proxy-$first +1/1.*kube-proxy-$first-2 +1/1.*kube-scheduler-$first +1/1" k get po -n kube-system
check "each with its own log" "kube-scheduler\].*started" k logs -n kube-system "kube-scheduler-$first"
check "also on other nodes" "kube-proxy\].*ready" k logs -n kube-system "kube-proxy-$first-2" --tail=1
check "describe names the node as their owner" "Controlled By: +Node/$first" k describe po -n kube-system "kube-dns-$first"
refuse "they have no container to enter" "no container to enter" k exec -n kube-system "kube-dns-$first" -- ls
check "a deleted one comes back" "deleted" k delete po -n kube-system "kube-scheduler-$first" --wait=false
eventually "at once" 10 "kube-scheduler-$first +1/1 +Running" k get po -n kube-system

section "several nodes"
check "an image pushed to the server's registry" "" skopeo copy -q --src-tls-verify=false --dest-tls-verify=false "docker://$IMAGE" "docker://localhost:$nodes_registry/kubia"
refuse "other nodes' door to the registry asks for a certificate" "certificate|alert|connected|reset" get -k "https://10.49.0.1:$nodes_registry/v2/"
sample kubia-rc.yaml | sed "s|localhost:[0-9]*/|localhost:$nodes_registry/|; s/replicas: 3/replicas: 6/; s/^    spec:/    spec:\n      terminationGracePeriodSeconds: 1/" | k create -f - >/dev/null
eventually "six pods run" 60 "kubia +6 +6 +6" k get rc
same "on all three nodes" 3 "$(k get po -o 'jsonpath={range .items[*]}{.spec.nodeName}{"\n"}{end}' | sort -u | wc -l)"
near=$(on "$first-2") other=$(on "$first-3")
near_ip=$(field "po/$near" '{.status.podIP}') other_ip=$(field "po/$other" '{.status.podIP}')
check "a pod reaches one on another node" "You've hit $other" k exec "$near" -- curl -sS --max-time 5 "http://$other_ip:8080"
check "which sees the real source" "$near_ip" k logs "$other"
k expose rc kubia --port=80 --target-port=8080 --type=NodePort >/dev/null
node_port=$(field svc/kubia '{.spec.ports[0].nodePort}')
eventually "a pod on a further node finds the service by name" 15 "You've hit kubia-" k exec "$near" -- curl -sS --max-time 5 http://kubia.default.svc.cluster.local
cat >"$work/dns-only.yaml" <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: dns-only}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
  - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]
    ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
YAML
k create -f "$work/dns-only.yaml" >/dev/null
eventually "a policy for nothing but DNS" 10 "timed out" bash -c "'$KUBECTL' exec $near -- curl -sS --max-time 1 http://$other_ip:8080 2>&1; true"
check "lets it find names, on another node than the DNS server's" "found 10\.48\." \
    k exec "$near" -- node -e "require('dns').promises.resolve('kubia.default.svc.cluster.local').then(a => console.log('found ' + a))"
k delete networkpolicy dns-only >/dev/null
for number in 1 2 3; do
    eventually "the node port on node $number" 10 "You've hit kubia-" get "http://10.49.0.$number:$node_port"
done
same "and from there to all six" 6 "$(spread "http://10.49.0.3:$node_port" 90 | grep -c "You've hit")"

section "a node on another link"
far_space=$work/far
touch "$far_space" && unshare "--net=$far_space" true
ip link add coxfar type veth peer name eth0 netns "$far_space"
ip address add 10.50.0.1/24 dev coxfar && ip link set coxfar up
for step in "link set lo up" "address add 10.50.0.2/24 dev eth0" "link set eth0 up" "route add default via 10.50.0.1"; do
    # shellcheck disable=SC2086
    nsenter "--net=$far_space" ip $step
done
check "token create" "coxswain agent --server https://10.49.0.1:$nodes_api --token [a-z0-9]{6}\.[a-z0-9]{16} --ca-hash sha256:" n token create --description far
token=$(grep -oE '[a-z0-9]{6}\.[a-z0-9]{16}' <<<"$seen" | head -n 1)
hash=$(grep -oE 'sha256:[0-9a-f]+' <<<"$seen" | head -n 1)
check "token list" "$token.*far" n token list
nsenter "--net=$far_space" "$BINARY" agent --name "$FAR" --node-name far --kubelet-port "$nodes_kubelet" --server "https://10.49.0.1:$nodes_api" \
    --token "$token" --ca-hash "$hash" >"$work/far.log" 2>&1 &
far_agent=$!
eventually "it joins by token and signing request" 30 "far +Ready" k get nodes
k run distant --image="localhost:$nodes_registry/kubia" --overrides='{"spec":{"nodeName":"far","terminationGracePeriodSeconds":1}}' >/dev/null
check "its pods run, their image from the server's registry" "condition met" k wait --for=condition=Ready pod/distant --timeout=60s
far_ip=$(field po/distant '{.status.podIP}')
home=$(on "$first")
eventually "a pod reaches it through the tunnel" 10 "You've hit distant" k exec "$home" -- curl -sS --max-time 5 "http://$far_ip:8080"
check "which sees the real source" "$(field "po/$home" '{.status.podIP}')" k logs distant
check "and it reaches services and their names" "You've hit kubia-" k exec distant -- curl -sS --max-time 5 http://kubia
check "doctor tries the ways from it, by its kubelet" "node far → DNS by TCP +[^ ]+ answers.*node far → service +[^ ]+ answers" n doctor
check "token delete" "deleted" n token delete "$token"
k delete po distant --now >/dev/null
check "delete on the joined machine ends its agent and leaves nothing" "deleted" nsenter "--net=$far_space" "$BINARY" delete --name "$FAR"
wait "$far_agent" 2>/dev/null
k delete node far >/dev/null

section "a node is lost"
k run bare --image="localhost:$nodes_registry/kubia" --overrides="{\"spec\":{\"nodeName\":\"$first-3\",\"terminationGracePeriodSeconds\":1}}" >/dev/null
check "a bare pod on it" "condition met" k wait --for=condition=Ready pod/bare --timeout=30s
check "its processes end" "" lose_node 3
eventually "it is NotReady after the grace" 20 "$first-3 +NotReady" k get nodes
eventually "services send nothing there at once" 5 "^0$" bash -c "$KUBECTL get endpointslices -l kubernetes.io/service-name=kubia \
    -o 'jsonpath={range .items[*].endpoints[?(@.conditions.ready==true)]}{.nodeName}{\"\\n\"}{end}' | grep -c -- '-3$'; true"
eventually "its managed pods come back elsewhere" 40 "^6$" bash -c "$KUBECTL get po -l app=kubia --field-selector status.phase=Running -o wide --no-headers | grep -v -- '$first-3' | grep -c 1/1"
check "the bare one does not" "^$first-3\$" k get po bare -o 'jsonpath={.spec.nodeName}'
check "status says so" "agent +$first-3 does not run" bash -c "'$BINARY' status --name $NODES || true"
check "up starts it again" "Started now: $first-3" n up
eventually "it is Ready" 20 "$first-3 +Ready" k get nodes
eventually "what ran there is cleared away" 30 "^0$" bash -c "find /sys/fs/cgroup/pids/coxswain-$NODES.3 -name cgroup.procs -exec cat {} + | wc -l"

section "the server is lost"
check "backup while it runs" "verified" n backup "$work/nodes.backup"
k create configmap after-backup >/dev/null
kill -9 "$(cut -d' ' -f1 "/run/coxswain-$NODES/coxswain.pid")"
eventually "its nodes go on" 5 "You've hit kubia-" get "http://10.49.0.2:$node_port"
check "up after a kill" "ready" n up
check "down in the middle of a deployment" "stopped" bash -c "$KUBECTL create deployment later --image=localhost:$nodes_registry/kubia --replicas=5 >/dev/null; '$BINARY' down --name $NODES"
check "a backup is refused for what is there" "--replace" bash -c "'$BINARY' restore '$work/nodes.backup' --name $NODES 2>&1 || true"
check "restore" "as it was at" n restore --replace "$work/nodes.backup"
check "up with what was restored" "ready" n up
check "the state is that of the backup" "kubia" k get rc
refuse "and nothing after it" "not found" k get configmap after-backup
check "delete removes the cluster" "deleted" n delete
umount "$far_space"
ip link delete coxfar 2>/dev/null
seen=$(nodes_remains "${mark:-none}")
if [ -z "$seen" ]; then pass "nothing of it is left on the machine"; else fail "nothing of it is left on the machine" "(nothing)" nodes_remains; fi
export KUBECONFIG=$outer_kubeconfig
