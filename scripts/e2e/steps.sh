# shellcheck shell=bash
# The words the parts are written in: check, refuse, eventually; and small helpers around kubectl, curl and manifests.

passed=0
failed=0
seen=""   # what the last command printed, both streams
began=$SECONDS
step_limit=90   # seconds a single kubectl may take

k() { timeout "$step_limit" "$KUBECTL" "$@"; }

section() { printf '\n== %s\n' "$1"; }

pass() {
    passed=$((passed + 1))
    printf 'ok      %4ds  %s\n' $((SECONDS - began)) "$1"
}

# fail TITLE EXPECTED COMMAND…: uses $seen
fail() {
    local title=$1 expected=$2
    shift 2
    failed=$((failed + 1))
    printf 'FAILED  %4ds  %s\n' $((SECONDS - began)) "$title"
    printf '              command:  %s\n' "$*"
    printf '              expected: %s\n' "$expected"
    printf '%s\n' "${seen:-(nothing)}" | tail -n 15 | cut -c1-400 | sed 's/^/              seen:     /'
}

# check TITLE PATTERN COMMAND…: the command succeeds and what it prints holds the pattern (extended; spans lines).
check() {
    local title=$1 pattern=$2 status
    shift 2
    seen=$("$@" 2>&1)
    status=$?
    if [ $status = 0 ] && [[ $seen =~ $pattern ]]; then pass "$title"; else fail "$title" "status 0 and /$pattern/, got status $status" "$@"; fi
}

# refuse TITLE PATTERN COMMAND…: the command fails, and says why in these words.
refuse() {
    local title=$1 pattern=$2 status
    shift 2
    seen=$("$@" 2>&1)
    status=$?
    if [ $status != 0 ] && [ $status != 124 ] && [[ $seen =~ $pattern ]]; then
        pass "$title"
    else
        fail "$title" "a refusal with /$pattern/, got status $status" "$@"
    fi
}

# eventually TITLE SECONDS PATTERN COMMAND…: like check, tried until it holds or the time is over.
eventually() {
    local title=$1 limit=$2 pattern=$3 end
    shift 3
    end=$((SECONDS + limit))
    while :; do
        if seen=$("$@" 2>&1) && [[ $seen =~ $pattern ]]; then
            pass "$title"
            return 0
        fi
        [ $SECONDS -lt $end ] || break
        sleep 0.2
    done
    fail "$title" "/$pattern/ within $limit s" "$@"
    return 1
}

# same TITLE EXPECTED ACTUAL
same() {
    seen=$3
    if [ "$2" = "$3" ] && [ -n "$3" ]; then pass "$1"; else fail "$1" "$2" "(compare)"; fi
}

# fresh NAMESPACE: a namespace of its own for a part, chosen in the context.
fresh() {
    printf '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}' "$1" | k create -f - >/dev/null
    k config set-context --current --namespace="$1" >/dev/null 2>&1
}

# leave NAMESPACE: its objects go in the background.
leave() {
    k config set-context --current --namespace=default >/dev/null 2>&1
    k delete namespace "$1" --wait=false >/dev/null 2>&1
}

# make KIND ARGUMENTS…: what `kubectl create` would make, sent as a manifest.
make() { k create "$@" --dry-run=client -o yaml | k create -f - >/dev/null; }

# sample FILE: a manifest of samples/kubia with this cluster's registry in it, printed.
sample() { sed "s|localhost:5000|$REGISTRY|" "$project/samples/kubia/$1"; }

# manifest NAME: standard input kept as a file whose path is printed.
manifest() { cat >"$work/$1" && echo "$work/$1"; }

field() { k get "$1" -o "jsonpath=$2"; }   # field KIND/NAME '{.path}'
lines() { "$@" | wc -l; }
names() { k get "$@" -o 'jsonpath={range .items[*]}{.metadata.name}{"\n"}{end}' | sort | tr '\n' ' '; }

# curl never through a proxy: every address here is on this machine.
get() { curl --noproxy '*' -sS --max-time 5 "$@"; }

# spread URL N: the different answers of N requests, one a line.
spread() {
    local url=$1 count=$2
    for _ in $(seq "$count"); do get "$url"; done | sort -u
}

# api METHOD PATH [curl arguments…]: a bare request as the administrator; prints the body, then `HTTP <code>`.
api() {
    local method=$1 path=$2
    shift 2
    get -X "$method" --cacert "$work/ca.crt" --cert "$work/admin.crt" --key "$work/admin.key" \
        -w '\nHTTP %{http_code}\n' "https://127.0.0.1:$API_PORT$path" "$@"
}

# process_of POD [NAMESPACE]: the id of the first process of a pod's first container, as the machine counts.
process_of() {
    local id
    id=$(k get pod "$1" -o 'jsonpath={.status.containerStatuses[0].containerID}')
    id=${id#*://}
    [ -n "$id" ] || return 1
    find /sys/fs/cgroup -path "*coxswain-$CLUSTER*$id*" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -n | head -n 1
}
