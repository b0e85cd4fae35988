# shellcheck shell=bash
# Who comes in and what is written down of it: audit log, static tokens, ServiceAccount tokens of every sort, flow control, addresses.

fresh access
cat >"$work/audit-policy.yaml" <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: RequestResponse
  namespaces: [access]
  resources: [{group: "", resources: [configmaps]}]
- level: Metadata
  namespaces: [access]
- level: None
YAML
echo 'open-sesame,ali,7,"thieves,forty"' >"$work/tokens.csv"
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/next-sa.key" 2>/dev/null
k create serviceaccount robot >/dev/null
early=$(k create token robot --duration=1h)
audit=/var/lib/coxswain-$CLUSTER/audit/audit.log
audited() { grep "$1" "$audit" | tail -n 1 | jq -r "$2"; }
as_token() { local token=$1; shift; "$KUBECTL" --kubeconfig /dev/null --server "https://127.0.0.1:$API_PORT" --certificate-authority "$work/ca.crt" --token "$token" "$@"; }
"$KUBECTL" config view --raw -o json | jq -r '.clusters[0].cluster."certificate-authority-data"' | base64 -d >"$work/ca.crt"

check "down, to start with other settings" "stopped" cox down
refuse "a policy that is none is refused by name" "audit-policy-file .*apiVersion and kind" cox server --audit-policy-file "$work/tokens.csv" --audit-log-path -
check "up with an audit log, tokens and a new signing key" "ready" cox up --audit-policy-file "$work/audit-policy.yaml" --audit-log-path "$audit" \
    --token-auth-file "$work/tokens.csv" --service-account-signing-key-file "$work/next-sa.key" --anonymous-auth=false

k create configmap secretive --from-literal=colour=blue >/dev/null
eventually "the audit log tells who made what, with the object" 5 'create kubernetes-admin secretive blue 201' \
    audited '"name":"secretive"' '"\(.verb) \(.user.username) \(.objectRef.name) \(.requestObject.data.colour) \(.responseStatus.code)"'
k get serviceaccounts >/dev/null
eventually "other requests without their objects" 5 'list Metadata null' audited '"resource":"serviceaccounts"' '"\(.verb) \(.level) \(.responseObject)"'
k get pods -n default >/dev/null
refuse "and what no rule wants is not there" "^$" grep -m1 '"namespace":"default"' "$audit"

check "a static token is somebody" '"?ali"?.*thieves|ali' as_token open-sesame auth whoami -o json
refuse "who may do nothing" 'User "ali" cannot list resource "pods"' as_token open-sesame get pods -n access
k create rolebinding ali --clusterrole=view --group=forty >/dev/null
check "until a group of theirs may" "No resources|NAME" as_token open-sesame get pods -n access
refuse "another token is nobody" "Unauthorized|logged in" as_token open-sessamy get pods -n access
check "without credentials nobody comes in" "HTTP 401" get -k -w '\nHTTP %{http_code}\n' "https://127.0.0.1:$API_PORT/version"
eventually "why something was allowed is told" 5 'RoleBinding .ali/access.' audited '"username":"ali"' '.annotations."authorization.k8s.io/reason"'

check "a token of the former key is still good" "system:serviceaccount:access:robot" as_token "$early" auth whoami -o 'jsonpath={.status.userInfo.username}'
late=$(k create token robot)
check "and one of the new key" "system:serviceaccount:access:robot" as_token "$late" auth whoami -o 'jsonpath={.status.userInfo.username}'
check "both keys are shown" "^2$" bash -c "$KUBECTL get --raw /openid/v1/jwks | jq '.keys | length'"
k create -f - >/dev/null <<'YAML'
apiVersion: v1
kind: Secret
metadata: {name: robot-token, annotations: {kubernetes.io/service-account.name: robot}}
type: kubernetes.io/service-account-token
YAML
eventually "a Secret for a token is filled" 10 "BEGIN CERTIFICATE" bash -c "$KUBECTL get secret robot-token -o 'jsonpath={.data.ca\\.crt}' | base64 -d"
held=$(k get secret robot-token -o 'jsonpath={.data.token}' | base64 -d)
check "its token is the account" "system:serviceaccount:access:robot" as_token "$held" auth whoami -o 'jsonpath={.status.userInfo.username}'
k delete serviceaccount robot >/dev/null
eventually "and goes with it" 10 "NotFound" bash -c "$KUBECTL get secret robot-token 2>&1 || true"
check "other servers are told whom to believe" "front-proxy-client" k -n kube-system get configmap extension-apiserver-authentication -o 'jsonpath={.data.requestheader-allowed-names}'

check "flow schemas lead to levels that exist" "global-default +9900 +ByUser +[0-9a-z]+ +False" k get flowschemas global-default --no-headers -o custom-columns='L:.spec.priorityLevelConfiguration.name,P:.spec.matchingPrecedence,D:.spec.distinguisherMethod.type,A:.metadata.generation,M:.status.conditions[?(@.type=="Dangling")].status'
check "answers tell of both" "X-Kubernetes-Pf-Flowschema-Uid" bash -c "$KUBECTL get --raw /api/v1/namespaces/access/pods -v=8 2>&1 | tr a-z A-Z | grep -o X-KUBERNETES-PF-FLOWSCHEMA-UID | sed 's/.*/X-Kubernetes-Pf-Flowschema-Uid/'"
k delete flowschema catch-all >/dev/null
eventually "a mandatory schema comes back" 10 "catch-all" k get flowschema catch-all

k create -f - >/dev/null <<'YAML'
apiVersion: networking.k8s.io/v1
kind: ServiceCIDR
metadata: {name: more}
spec: {cidrs: ["10.47.0.0/24"]}
YAML
eventually "another range becomes ready" 10 "True" k get servicecidr more -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}'
check "a service takes an address of it" "created" k create service clusterip there --tcp=80 --clusterip=10.47.0.9
check "which has its object" "services/access/there" k get ipaddress 10.47.0.9
k delete servicecidr more --wait=false >/dev/null
eventually "the range waits for it" 10 "Terminating" k get servicecidr more -o 'jsonpath={.status.conditions[?(@.type=="Ready")].reason}'
k delete service there >/dev/null
eventually "and goes with it" 40 "NotFound" bash -c "$KUBECTL get servicecidr more 2>&1 || true"
eventually "as does the address" 10 "NotFound" bash -c "$KUBECTL get ipaddress 10.47.0.9 2>&1 || true"

check "down again" "stopped" cox down
check "up without the log, and with anonymous requests let in again" "ready" cox up --audit-policy-file "" --audit-log-path "" --anonymous-auth ""
check "without credentials somebody comes in" "gitVersion" get -k "https://127.0.0.1:$API_PORT/version"
leave access
