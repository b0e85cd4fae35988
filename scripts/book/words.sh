# shellcheck shell=bash
# The words of the book's chapters, beside those of the tour.

# own: whether this pass is made with the built-in kubectl, which still honours what the kubectl of the book's day could do.
own() { [ "$client" = own ]; }

# page FILE: a manifest of samples/book as this cluster takes it: its own registry, waits as the variables say, pods that end at once.
# The path of what came of it is printed.
page() {
    local made
    made=$work/$(basename "$1")
    sed -e "s|localhost:5000|$REGISTRY|" -e "s|\"0,15,30,45 \* \* \* \*\"|\"$schedule\"|" -e "s|activeDeadlineSeconds: 30|activeDeadlineSeconds: $time_limit|" \
        -e "s|^\( *\)image: .*/batch-job\$|&\n\1env: [{name: BATCH_SECONDS, value: \"$batch_seconds\"}]|" \
        -e "s|^\( *\)livenessProbe:|&\n\1  periodSeconds: $probe_period|" -e 's|^\( *\)containers:|\1terminationGracePeriodSeconds: 1\n&|' \
        "$project/samples/book/$1" >"$made"
    echo "$made"
}

# put FILE: created from samples/book, without a step of its own.
put() { k create -f "$(page "$1")" >/dev/null 2>&1; }

# first SELECTOR: the name of the first pod that it selects.
first() { k get po -l "$1" -o 'jsonpath={.items[0].metadata.name}'; }

# running SELECTOR N: waits until exactly so many pods are there, and ready; the step says so.
running() { eventually "$2 pods of $1 run" 60 "^(True ){$2}\$" k get po -l "$1" -o 'jsonpath={range .items[*]}{.status.conditions[?(@.type=="Ready")].status} {end}'; }

# gone SELECTOR: waits until no pod is left.
gone() { eventually "no pod of $1 is left" 40 "No resources found" k get po -l "$1"; }

# forwarded POD PORT: a request through port-forward.
forwarded() {
    "$KUBECTL" port-forward "$1" ":$2" >"$work/forward" 2>&1 &
    local job=$! port=""
    for _ in $(seq 50); do
        port=$(sed -n 's/^Forwarding from 127.0.0.1:\([0-9]*\) .*/\1/p' "$work/forward")
        [ -n "$port" ] && break
        sleep 0.1
    done
    if [ -n "$port" ]; then get "http://127.0.0.1:$port"; else cat "$work/forward"; fi
    kill $job 2>/dev/null
}

# editor NAME SED: an editor for KUBE_EDITOR that changes the file by one sed expression; its path is printed.
editor() {
    printf '#!/bin/sh\nexec sed -i -e %q "$1"\n' "$2" >"$work/$1"
    chmod +x "$work/$1"
    echo "$work/$1"
}
