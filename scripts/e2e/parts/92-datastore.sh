# shellcheck shell=bash
# Where the state is kept: encrypted in the cluster's own file; and in an etcd that two servers share, one of which dies.

fresh datastore
k create secret generic hidden --from-literal=word=correct-horse-battery >/dev/null
check "a Secret is read as it was written" "^Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5$" field secret/hidden '{.data.word}'
stored() { cat /var/lib/coxswain-"$CLUSTER"/store.db /var/lib/coxswain-"$CLUSTER"/store.db-wal 2>/dev/null; }
holds() { stored | grep -a -c -F -- "$1"; }
check "the file of the store holds it encrypted" "^[1-9]" holds "k8s:enc:aesgcm:v1:"
refuse "and its text nowhere" "^0$" holds "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5"
check "secrets rotate writes everything anew with a new key" "Encrypted with the key key-.* written anew" cox secrets rotate
check "and it is read as before" "^Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5$" field secret/hidden '{.data.word}'
check "the keys are root's alone" "^600$" stat -c %a "/var/lib/coxswain-$CLUSTER/pki/encryption.yaml"
leave datastore

ETCD_PORT=$(free_port 12379) ETCD_PEER_PORT=$(free_port 12390)
A_PORT=$(free_port 16453) B_PORT=$(free_port 16463)
etcd_log=$work/etcd.log
etcd --data-dir "$work/etcd" --listen-client-urls "http://127.0.0.1:$ETCD_PORT" --advertise-client-urls "http://127.0.0.1:$ETCD_PORT" \
    --listen-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" --initial-advertise-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" \
    --initial-cluster "default=http://127.0.0.1:$ETCD_PEER_PORT" --logger zap --log-level error >"$etcd_log" 2>&1 &
etcd_process=$!

# server NAME API-PORT NODE-RANGE: a server of the shared cluster, without a node.
server() {
    "$BINARY" up --name "$CLUSTER-$1" --no-kubeconfig --no-node --datastore "etcd://127.0.0.1:$ETCD_PORT" --pki-dir "$work/shared-pki" \
        --api-port "$2" --registry-port "$(free_port 15100)" --kubelet-port "$(free_port 20350)" --node-name "$CLUSTER-$1" \
        --pod-cidr 10.47.0.0/16 --service-cidr 10.48.0.0/16 --node-cidr "$3"
}
on() { KUBECONFIG=/etc/coxswain/$CLUSTER-$1.conf k "${@:2}"; }
check "a server on etcd" "ready" server a "$A_PORT" 10.49.1.0/24
check "a second one on the same" "ready" server b "$B_PORT" 10.49.2.0/24
seen_at_once() {
    for number in $(seq 10); do
        on a create configmap "c$number" --from-literal=n="$number" >/dev/null || return 1
        [ "$(on b get configmap "c$number" -o 'jsonpath={.data.n}')" = "$number" ] || return 1
        on b delete configmap "c$number" >/dev/null || return 1
        on a get configmap "c$number" >/dev/null 2>&1 && return 1
    done
    echo "at once"
}
check "each sees what the other has written, at once" "at once" seen_at_once
eventually "both are endpoints of the service kubernetes" 30 "10\.49\.1\.1.*10\.49\.2\.1" \
    on a get endpointslices kubernetes -o 'jsonpath={.endpoints[*].addresses[0]}'
leader() { on "$1" -n kube-system get lease kube-controller-manager -o 'jsonpath={.spec.holderIdentity}'; }
eventually "one of them leads" 30 "^$CLUSTER-[ab]_" leader a
leads=$(leader a)
leads=${leads#"$CLUSTER-"} && leads=${leads%%_*}
[ "$leads" = a ] && follows=b || follows=a
on "$follows" create deployment first --image=x --replicas=2 >/dev/null
eventually "controllers act on what either is told" 20 "^2$" lines on "$follows" get pods -l app=first -o name

on a create secret generic hidden --from-literal=word=correct-horse-battery >/dev/null
refuse "etcd's files hold no Secret's text" "" grep -r -a -q -F "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5" "$work/etcd"
check "secrets rotate with both running" "Encrypted with the key" "$BINARY" secrets rotate --name "$CLUSTER-a"
check "the other server reads it" "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5" on b get secret hidden -o 'jsonpath={.data.word}'

kill -STOP "$etcd_process"
refuse "an etcd that is silent: said so" "did not answer in time|cannot be reached|Timeout|timed out" on a get configmaps
refuse "and readyz tells" "etcd failed|check failed" on a get --raw '/readyz?verbose'
kill -CONT "$etcd_process"
eventually "it goes on by itself" 30 '"kind": ?"Namespace"' on a get --raw /api/v1/namespaces/default
eventually "readyz as well" 20 "ok" on a get --raw /readyz

kill -9 "$(cut -d' ' -f1 "/run/coxswain-$CLUSTER-$leads/coxswain.pid")"
eventually "the leader is killed: the other takes over" 40 "^$CLUSTER-${follows}_" leader "$follows"
on "$follows" create deployment second --image=x --replicas=3 >/dev/null
eventually "and its controllers go on" 20 "^3$" lines on "$follows" get pods -l app=second -o name
eventually "who is gone is no endpoint any longer" 60 "^10\.49\.[12]\.1$" \
    on "$follows" get endpointslices kubernetes -o 'jsonpath={.endpoints[*].addresses[0]}'
for name in a b; do "$BINARY" delete --name "$CLUSTER-$name" >/dev/null 2>&1; done
kill "$etcd_process" 2>/dev/null
wait "$etcd_process" 2>/dev/null
