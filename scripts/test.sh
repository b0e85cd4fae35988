#!/bin/bash
# Builds everything once, runs the tests of every module, then walks the README's tour with the binary of the same build on a
# cluster of its own, and the book's chapters on another, where the machine allows one. A debug build on purpose: it compiles in half
# the time of a release build, checks arithmetic and exclusive access, and needs no flags of its own for `@testable`.
# Ends with the counts of all; the exit status is 0 only when nothing failed.
set -u
cd "$(dirname "$0")/.."
swift=${SWIFT:-swift}
export COXSWAIN_STRICT=1
logs=$(mktemp -d /tmp/coxswain-test.XXXXXX)
trap 'rm -rf "$logs"' EXIT
started=$SECONDS
say() { printf '[%d:%02d] %s\n' $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60)) "$*"; }

say "building (the first time takes 10 to 20 minutes on two cores)…"
if ! "$swift" build --build-tests >"$logs/build" 2>&1; then
    grep -E 'error:|warning:' "$logs/build" | sort -u | head -n 40
    tail -n 20 "$logs/build"
    echo "the build failed"
    exit 1
fi
say "built"

passed=0
failed=0
broken=()
# A module at a time: a test that crashes takes only its own module down, and those that use the machine's network or
# containers do not compete. A module's closing line is shown; all it said, when something failed.
for directory in Tests/*Tests; do
    module=$(basename "$directory")
    log=$logs/$module
    timeout 900 "$swift" test --skip-build --filter "^$module\\." >"$log" 2>&1
    status=$?
    closing=$(grep -aE 'Test run with [0-9]+ tests?' "$log" | tail -n 1 | sed 's/^[^T]*//')
    count=$(sed -nE 's/^Test run with ([0-9]+) tests?.*/\1/p' <<<"$closing")
    if [ $status = 0 ] && [ "${count:-0}" -gt 0 ]; then
        passed=$((passed + ${count:-0}))
        say "$module: ${closing:-no tests}"
    else
        wrong=$(grep -aE '^✘ Test ' "$log" | grep -v '^✘ Test run ' | grep -c ' failed after ')
        [ "$wrong" -gt 0 ] || wrong=1
        failed=$((failed + wrong))
        right=$((${count:-0} - wrong))
        [ $right -lt 0 ] || passed=$((passed + right))
        broken+=("$module")
        say "$module FAILED: ${closing:-ended with status $status}"
        grep -aE '✘|error:|[Ff]atal|recorded an issue|signal code' "$log" | head -n 60 | sed 's/^/    /'
    fi
done
say "tests: $passed passed, $failed failed${broken[*]:+ (in ${broken[*]})}"

reason=""
[ "$(id -u)" = 0 ] || reason="not running as root"
command -v "${KUBECTL:-kubectl}" >/dev/null || reason="there is no kubectl here"
if [ -n "$reason" ]; then
    echo "e2e: skipped, $reason"
    [ "$failed" = 0 ]
    exit
fi
say "the tour, on a cluster of its own"
scripts/e2e.sh "$("$swift" build --show-bin-path)/coxswain"
walked=$?
say "the book, on a cluster of its own, with the built-in kubectl and with a stock one"
scripts/book.sh "$("$swift" build --show-bin-path)/coxswain" || walked=1
[ "$failed" = 0 ] || { echo "tests: $failed failed in ${broken[*]}" >&2; exit 1; }
exit $walked
