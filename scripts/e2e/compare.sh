# shellcheck shell=bash
# The built-in kubectl beside the stock one: the same command through both, the outputs compared.

ours="$work/bin/kubectl"
mkdir -p "$work/bin" && ln -sf "$BINARY" "$ours"

# What may differ between two runs, or between versions of kubectl, is made the same: ages, and members that newer versions leave out.
masked() {
    sed -E -e 's/(^|[ (])[0-9]+(d|h|m|s)([0-9]+[hms])?( ago\)|$| )/\1AGE\4/g' -e 's/ +/ /g' \
        -e '/creationTimestamp: null/d' -e '/^preferences: [{]}/d' -e '/"preferences": [{]},/d' -e '/"creationTimestamp": null,?/d' -e '/^ *terminatingReplicas: /d' -e 's/metadata: [{][}]$/metadata:/' -e 's/^Error: /error: /'
}

# alike TITLE ARGUMENTS…: both print the same on both streams, and end with the same status.
alike() {
    local title=$1 wanted got
    shift
    wanted=$(timeout 60 "$KUBECTL" "$@" 2>&1; echo "status $?")
    got=$(timeout 60 "$ours" "$@" 2>&1; echo "status $?")
    if [ "$(masked <<<"$wanted")" = "$(masked <<<"$got")" ]; then
        pass "alike: $title"
    else
        seen=$(diff <(masked <<<"$wanted") <(masked <<<"$got"))
        fail "alike: $title" "what the stock kubectl prints" kubectl "$@"
    fi
}

# o ARGUMENTS…: the built-in kubectl.
o() { timeout "$step_limit" "$ours" "$@"; }
