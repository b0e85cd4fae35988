# shellcheck shell=bash
# The cluster under test: starting it, ending it, and looking whether anything of it is left on the machine.

cox() { "$BINARY" "$@" --name "$CLUSTER"; }

# own_cluster NAME PREFIX API REGISTRY KUBELET POD SERVICE NODE: a cluster of one's own, that can run beside others, and a folder for what
# is needed on the way; ends the script when something is missing on the machine. PREFIX_API_PORT and the like choose other ports than the
# first free ones from API, REGISTRY and KUBELET on; POD, SERVICE and NODE are the first two numbers of its ranges.
own_cluster() {
    local api="$2_API_PORT" registry="$2_REGISTRY_PORT" kubelet="$2_KUBELET_PORT"
    CLUSTER=$1
    API_PORT=${!api:-$(free_port "$3")} REGISTRY_PORT=${!registry:-$(free_port "$4")} KUBELET_PORT=${!kubelet:-$(free_port "$5")}
    POD_RANGE=$6.0.0/16 SERVICE_RANGE=$7.0.0/16 NODE_RANGE=$8.0.0/24 NODE_ADDRESS=$8.0.1
    REGISTRY=localhost:$REGISTRY_PORT
    IMAGE=$REGISTRY/kubia
    work=$(mktemp -d "/tmp/coxswain-$CLUSTER.XXXXXX")
    # What clients remember of an earlier server at this address must not be believed.
    export KUBECONFIG=$work/kubeconfig KUBECACHEDIR=$work/kube-cache
    ready_machine || exit 2
    trap finish EXIT
    trap 'exit 130' INT TERM
}

# The first free port from the given one on, so that whatever else listens here does not matter.
free_port() {
    local port=$1
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$port"
}

up() {
    cox up --api-port $API_PORT --registry-port $REGISTRY_PORT --kubelet-port $KUBELET_PORT \
        --pod-cidr $POD_RANGE --service-cidr $SERVICE_RANGE --node-cidr $NODE_RANGE
}

server_process() { cut -d' ' -f1 "/run/coxswain-$CLUSTER/coxswain.pid" 2>/dev/null; }

# What has to be there before anything is started; says what is missing.
ready_machine() {
    local missing=""
    [ "$(id -u)" = 0 ] || missing="$missing root"
    [ -x "$BINARY" ] || missing="$missing $BINARY"
    for tool in "$KUBECTL" curl jq script; do command -v "$tool" >/dev/null || missing="$missing $tool"; done
    [ -z "$missing" ] && return 0
    echo "$CLUSTER: missing here:$missing" >&2
    return 1
}

start_cluster() {
    section cluster
    remains >"$work/before"
    check "up starts a cluster and waits for Ready" "ready" up || true
    if ! k get nodes >/dev/null 2>&1; then
        echo "e2e: there is no cluster to walk on; the server's last words:" >&2
        tail -n 20 "/var/lib/coxswain-$CLUSTER/coxswain.log" >&2
        return 1
    fi
    credentials
    local before=$SECONDS
    check "up again is quick and changes nothing" "up already" up
    [ $((SECONDS - before)) -le 2 ] || fail "up again takes at most two seconds" "2 s" up
    check "status names the cluster and its address" "$API_PORT" cox status
    check "the node is Ready" "Ready +.*v1\.36" k get nodes
    check "cluster-info names the API server" "https://127.0.0.1:$API_PORT" k cluster-info
    check "cluster-info names the DNS" "DNS" k cluster-info
    eventually "and where its link leads, the DNS server answers" 10 "answers for cluster.local.*knows [0-9]+ services" \
        k get --raw "/api/v1/namespaces/kube-system/services/kube-dns:dns/proxy/"
    check "version: the server's" "Server Version: v1\.36" k version
    check "describe node tells capacity, conditions and addresses" "Capacity:.*InternalIP|InternalIP.*Capacity:" k describe nodes
    check "healthz" "ok" k get --raw /healthz
    check "livez and readyz, verbose" "\[\+\].*ok" k get --raw '/readyz?verbose'
    check "metrics" "# TYPE" k get --raw /metrics
    refuse "up: a taken port is named" "$API_PORT" "$BINARY" up --name e2e-other --api-port $API_PORT --registry-port 15001 --kubelet-port 20251
    refuse "so is a range that a cluster here has" "overlaps the node range $NODE_RANGE of the cluster $CLUSTER, which runs here; choose another" \
        "$BINARY" up --name e2e-other --api-port "$(free_port 17443)" --registry-port "$(free_port 17000)" --kubelet-port "$(free_port 21250)" \
        --pod-cidr 10.54.0.0/16 --service-cidr 10.55.0.0/16 --node-cidr $NODE_RANGE
    "$BINARY" delete --name e2e-other >/dev/null 2>&1
}

# The administrator's certificate, for requests by curl.
credentials() {
    local view=".users[0].user" raw
    raw=$("$KUBECTL" config view --raw -o json)
    jq -r "$view.\"client-certificate-data\"" <<<"$raw" | base64 -d >"$work/admin.crt"
    jq -r "$view.\"client-key-data\"" <<<"$raw" | base64 -d >"$work/admin.key"
    jq -r '.clusters[0].cluster."certificate-authority-data"' <<<"$raw" | base64 -d >"$work/ca.crt"
}

stop_cluster() {
    [ -z "${E2E_KEEP:-}" ] || return 0
    section "down and delete"
    k config set-context --current --namespace=default >/dev/null 2>&1
    k run survivor --image="$IMAGE" --restart=Always >/dev/null 2>&1
    k wait --for=condition=Ready pod/survivor --timeout=60s >/dev/null 2>&1
    check "down stops the cluster" "stopped" cox down
    refuse "after down the API is silent" "refused" k get nodes
    check "after down no container runs" "^0$" count_processes
    check "down again says that nothing runs" "was not running" cox down
    check "up resumes it" "ready" up
    check "its objects are still there" "survivor" k get pods
    eventually "its pods run again" 60 "1/1 +Running" k get pod survivor
    remove_cluster
    check "delete again says that there is none" "no cluster" cox delete
}

# Deletes it, and looks whether anything is there that was not before it came.
remove_cluster() {
    check "delete removes it" "deleted" cox delete
    remains >"$work/after"
    seen=$(comm -13 "$work/before" "$work/after")
    if [ -z "$seen" ]; then pass "nothing of it is left on the machine"; else fail "nothing of it is left on the machine" "(nothing)" remains; fi
}

count_processes() {
    find /sys/fs/cgroup -path "*/coxswain-$CLUSTER/*" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -u | wc -l
}

# Everything on the machine that can only be this cluster's, one a line: found by its name and its ranges.
remains() {
    local pods=${POD_RANGE%.*.*} services=${SERVICE_RANGE%.*.*} nodes=${NODE_RANGE%.*.*}
    local mine="coxswain-$CLUSTER|coxn-$CLUSTER|(${pods//./\\.}|${services//./\\.}|${nodes//./\\.})\."
    {
        for directory in /proc/[0-9]*; do
            { tr '\0' ' ' <"$directory/cmdline"; } 2>/dev/null | grep -E "/(run|var/lib)/coxswain-$CLUSTER" | sed 's/^/process /'
        done
        grep -E "$mine" /proc/mounts | awk '{print "mount " $2}'
        nft list tables 2>/dev/null | grep -E "[-_]$CLUSTER" | sed 's/^/nft /'
        ip -o link | awk -F': ' '{print $2}' | grep -E -- "-$CLUSTER" | sed 's/^/link /'
        ip -o address | grep -E "$mine" | awk '{print "address " $2 " " $4}'
        ip route show table all | grep -E "$mine" | sed 's/^/route /'
        ip rule | grep -E "$mine" | sed 's/^/rule /'
        find /sys/fs/cgroup -type d -name "coxswain-$CLUSTER" | sed 's/^/cgroup /'
        for path in /var/lib/coxswain-$CLUSTER /run/coxswain-$CLUSTER /etc/coxswain/$CLUSTER.conf; do [ ! -e "$path" ] || echo "file $path"; done
        for namespace in /run/netns/*; do
            [ -e "$namespace" ] && nsenter "--net=$namespace" ip -o -4 address 2>/dev/null | grep -q " ${pods//./\\.}\." && echo "namespace $namespace"
        done
        [ ! -s "$KUBECONFIG" ] || "$KUBECTL" config get-contexts -o name 2>/dev/null | grep -x "$CLUSTER" | sed 's/^/context /'
    } | sort -u
}

# Runs at every exit: the cluster goes, whatever happened, and the count is the last line.
finish() {
    local status=$?
    trap - EXIT
    jobs -p | while read -r job; do kill "$job" 2>/dev/null; done
    if [ -z "${E2E_KEEP:-}" ]; then
        cox delete >/dev/null 2>&1
        # A walk that ended early may have left the second cluster (part 92-beside) on a disk of its own.
        if [ -n "${other_disk:-}" ] && mountpoint -q "$other_disk"; then
            "$BINARY" delete --name e2e-beside >/dev/null 2>&1
            umount "$other_disk" && rmdir "$other_disk"
        fi
        rm -rf "$work"
    else
        echo "kept: export KUBECONFIG=$KUBECONFIG"
    fi
    printf '\n%s: %d passed, %d failed\n' "$CLUSTER" "$passed" "$failed"
    [ "$failed" = 0 ] || exit 1
    exit "$status"
}
