# shellcheck shell=bash
# The dashboard in a real browser: by the local link of `coxswain dashboard`, through `kubectl proxy`, and by a token.

browse="python3 -B $scripts/e2e/dashboard/walk.py"
harbour=harbour

# told WALK…: each line of the walk is a step.
told() {
    local line
    while IFS= read -r line; do
        case $line in
        "ok "*) pass "dashboard: ${line#ok }" ;;
        *) seen=$line; fail "dashboard: ${line#FAILED }" "it comes about" "$@" ;;
        esac
    done < <(KUBECTL=$KUBECTL "$@" 2>&1)
}

fresh $harbour
k create deployment talker --image="$IMAGE" -- sh -c 'i=0; while :; do echo "line $i, all is well"; i=$((i+1)); sleep 1; done' >/dev/null
k run broken --image="$REGISTRY/nothing-like-this" >/dev/null
k rollout status deployment talker --timeout=60s >/dev/null 2>&1
eventually "the pod without an image says so" 60 "ImagePull" k get pod broken

# The local dashboard, and what keeps others out of it.
"$BINARY" dashboard --url --port 0 >"$work/dashboard.link" 2>"$work/dashboard.err" &
dashboard=$!
eventually "dashboard --url prints a link" 10 "^http://127\.0\.0\.1:[0-9]+/dashboard/#open=" cat "$work/dashboard.link"
link=$(head -n 1 "$work/dashboard.link")
place=${link%%/dashboard/*}
check "dashboard: the page is HTML and brings a policy" "text/html.*|ontent-.ecurity-.olicy: default-src 'none'" get -i "$place/dashboard/"
check "dashboard: its scripts are scripts" "text/javascript" get -o /dev/null -w '%{content_type}' "$place/dashboard/main.js"
check "dashboard: no path leads out of its files" "404" get --path-as-is -o /dev/null -w '%{http_code}' "$place/dashboard/../../etc/passwd"
check "dashboard: without a session the API is closed" '"code":401|401' get "$place/api/v1/secrets"
check "dashboard: another name for this address is refused" "^403$" get -o /dev/null -w '%{http_code}' -H "Host: evil.example" "$place/dashboard/"
check "dashboard: another site's page is refused" "^403$" get -o /dev/null -w '%{http_code}' -H "Origin: http://evil.example" "$place/api"
if command -v chromium >/dev/null; then
    told $browse "$link" $harbour "$IMAGE" "${E2E_SCREENSHOTS:-}"
fi
check "dashboard: the link does not open it twice" "used before|none of this" get -d "${link#*#open=}" "$place/dashboard/open"
kill $dashboard && wait $dashboard 2>/dev/null
sed "s/:$API_PORT/:1/" "$KUBECONFIG" >"$work/elsewhere"
refuse "dashboard: a server that is not there is named" "cannot be reached.*refused" "$BINARY" dashboard --url --kubeconfig "$work/elsewhere"
refuse "dashboard: a cluster that is not there is named" "no cluster called nowhere" "$BINARY" dashboard --name nowhere

# The page within the cluster.
check "cluster-info names the dashboard" "kubernetes-dashboard.* is running at .*https://127.0.0.1:$API_PORT/.*/services/.*dashboard.*/proxy" k cluster-info
check "it shows in kube-system, logs included" "serving" k logs -n kube-system "$(k get pods -n kube-system -l k8s-app=kubernetes-dashboard -o name)"
page=/api/v1/namespaces/kube-system/services/kubernetes-dashboard/proxy
check "everybody may read the page" "^200 text/html" get -k -o /dev/null -w '%{http_code} %{content_type}' "https://127.0.0.1:$API_PORT$page/"
check "and nothing else by it" "forbidden" get -k -X POST "https://127.0.0.1:$API_PORT$page/"
if command -v chromium >/dev/null; then
    k create serviceaccount onlooker >/dev/null
    make rolebinding onlooker --clusterrole=view --serviceaccount=$harbour:onlooker -n default
    k proxy --port=0 >"$work/proxy.out" 2>&1 &
    proxy=$!
    eventually "kubectl proxy is up" 10 "127.0.0.1:[0-9]+" cat "$work/proxy.out"
    told $browse --cluster "http://$(grep -oE '127\.0\.0\.1:[0-9]+' "$work/proxy.out")" "https://127.0.0.1:$API_PORT" "$(k create token onlooker)"
    kill $proxy && wait $proxy 2>/dev/null
    k delete rolebinding onlooker -n default >/dev/null
fi
leave $harbour
