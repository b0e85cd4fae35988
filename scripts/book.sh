#!/bin/bash
# The book's chapters 2 to 6, from the first command to the last, on a fresh cluster of its own that is deleted afterwards: once with
# the kubectl that is built in, once with a stock one for all it still can; then what may go wrong. The manifests are in
# samples/book, a folder a chapter.
#   book.sh [BINARY] [CHAPTER…]   every chapter in order, or only those named (2 to 6, trouble; cluster and images always come first)
# A line a step; a failed step shows its command and what was seen, and the walk goes on. Ends with `N passed, N failed`;
# the exit status is 0 only when nothing failed.
#   BOOK_BATCH_SECONDS=3        how long the batch job works, in seconds; the book's takes 120
#   BOOK_SCHEDULE='* * * * *'   when the CronJob runs; the book's every fifteen minutes
#   BOOK_PROBE_PERIOD=2         between two probes, in seconds; the book's (and the default) are 10
#   BOOK_TIME_LIMIT=2           how long the job that never ends may run, in seconds; samples/book says 30
#   BOOK_CLIENTS="own stock"    the passes: the built-in kubectl, the stock one
#   E2E_KEEP=1     leave the cluster running at the end
#   KUBECTL=…      the stock kubectl; BOOK_API_PORT, BOOK_REGISTRY_PORT, BOOK_KUBELET_PORT: other ports than 17443, 16000, 21250
set -u
scripts=$(cd "$(dirname "$0")" && pwd)
project=$(dirname "$scripts")
BINARY=$(realpath "${1:-$project/.build/release/coxswain}")
[ $# -gt 0 ] && shift
KUBECTL=${KUBECTL:-kubectl}
batch_seconds=${BOOK_BATCH_SECONDS:-3} schedule=${BOOK_SCHEDULE:-* * * * *}
probe_period=${BOOK_PROBE_PERIOD:-2} time_limit=${BOOK_TIME_LIMIT:-2}

# shellcheck source=scripts/e2e/steps.sh
. "$scripts/e2e/steps.sh"
# shellcheck source=scripts/e2e/cluster.sh
. "$scripts/e2e/cluster.sh"
# shellcheck source=scripts/book/words.sh
. "$scripts/book/words.sh"

own_cluster book BOOK 17443 16000 21250 10.142 10.143 10.144
stock=$(command -v "$KUBECTL")
printf '#!/bin/sh\nexec "%s" kubectl "$@"\n' "$BINARY" >"$work/kubectl"
printf '#!/bin/sh\nexec "%s" "$@" --name %s\n' "$BINARY" "$CLUSTER" >"$work/coxswain"
chmod +x "$work/kubectl" "$work/coxswain"

section cluster
remains >"$work/before"
check "up starts a fresh cluster" "ready|up already" up
[ "$failed" = 0 ] || { tail -n 20 "/var/lib/coxswain-$CLUSTER/coxswain.log" >&2; exit 1; }
# shellcheck source=scripts/book/images.sh
. "$scripts/book/images.sh"

for client in ${BOOK_CLIENTS:-own stock}; do
    [ "$client" = own ] && KUBECTL=$work/kubectl || KUBECTL=$stock
    for chapter in "$scripts"/book/chapter*.sh; do
        number=$(basename "$chapter" .sh)
        number=${number#chapter}
        [ $# -eq 0 ] || [[ " $* " == *" $number "* ]] || continue
        section "chapter $number, $client kubectl"
        # shellcheck disable=SC1090
        . "$chapter"
    done
done
if [ $# -eq 0 ] || [[ " $* " == *" trouble "* ]]; then
    section trouble
    # shellcheck source=scripts/book/trouble.sh
    . "$scripts/book/trouble.sh"
fi
KUBECTL=$stock
if [ -z "${E2E_KEEP:-}" ]; then
    section delete
    remove_cluster
fi
