# shellcheck shell=bash
# Bad input and containers that fail: each gets Kubernetes' own answer, and the server goes on.

fresh trouble
printf 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n bad: [\n' >"$work/bad.yaml"
printf '{"apiVersion":"v1","kind":"Pod",' >"$work/bad.json"
refuse "malformed YAML" "error parsing|error converting YAML" k create -f "$work/bad.yaml"
refuse "malformed JSON" "error parsing|unexpected EOF|error converting" k create -f "$work/bad.json"
pods=/api/v1/namespaces/trouble/pods
json=(-H 'Content-Type: application/json')
check "malformed JSON, as a request" '"status": ?"Failure".*"reason": ?"BadRequest".*HTTP 400' api POST $pods "${json[@]}" --data-binary "@$work/bad.json"
check "malformed YAML, as a request" '"reason": ?"BadRequest".*HTTP 400' api POST $pods -H 'Content-Type: application/yaml' --data-binary "@$work/bad.yaml"
check "empty body" '"reason": ?"BadRequest".*HTTP 400' api POST $pods "${json[@]}" --data-binary ''
check "unknown media type" '"reason": ?"UnsupportedMediaType".*HTTP 415' api POST $pods -H 'Content-Type: text/tea' --data-binary '{}'
check "a kind that belongs elsewhere" 'HTTP 400' api POST $pods "${json[@]}" --data-binary '{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"}}'
check "an unknown path" '404 page not found|"code": ?404' api GET /api/v1/nonsense
check "a method that is not there" '"reason": ?"MethodNotAllowed".*HTTP 405' api POST "$pods/a" "${json[@]}" --data-binary '{}'

pod() { printf '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"%s},"spec":{"containers":[{"name":"c","image":"%s"%s}]%s}}' "$1" "$2" "$IMAGE" "$3" "$4"; }
rc() { printf '{"apiVersion":"v1","kind":"ReplicationController","metadata":{"name":"r"},"spec":{"replicas":%s,"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"%s"}},"spec":{"containers":[{"name":"c","image":"x"}]}}}}' "$1" "$2"; }
pod a '' '' ',"restartPolicyy":"Never"' >"$work/unknown.json"
refuse "an unknown field is caught by kubectl's validation" 'unknown field "spec.restartPolicyy"' k create -f "$work/unknown.json"
check "with --validate=warn it is a warning" 'Warning: unknown field "spec.restartPolicyy".*created' k create -f "$work/unknown.json" --validate=warn
printf '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"},"data":{"a":"1","a":"2"}}' >"$work/duplicate.json"
check "a duplicate field" 'duplicate field \\"data.a\\".*HTTP 400' api POST "/api/v1/namespaces/trouble/configmaps?fieldValidation=Strict" "${json[@]}" --data-binary "@$work/duplicate.json"
rc '"three"' b >"$work/type.json"
check "a wrong type" 'cannot unmarshal string into Go struct field ReplicationControllerSpec.spec.replicas of type int32.*HTTP 400' \
    api POST /api/v1/namespaces/trouble/replicationcontrollers "${json[@]}" --data-binary "@$work/type.json"
rc -1 b >"$work/negative.json"
refuse "negative replicas" 'spec.replicas: Invalid value: -1: must be greater than or equal to 0' k create -f "$work/negative.json"
rc 1 c >"$work/mismatch.json"
refuse "a template that does not match its selector" '`selector` does not match template `labels`' k create -f "$work/mismatch.json"
pod Kubia_Bad '' '' '' >"$work/name.json"
refuse "an invalid name" 'metadata.name: Invalid value: "Kubia_Bad": a lowercase RFC 1123 subdomain must consist of' k create -f "$work/name.json"
printf '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a1"},"spec":{"containers":[]}}' >"$work/none.json"
refuse "a pod without containers" 'spec.containers: Required value' k create -f "$work/none.json"
refuse "a kind that nobody knows" 'no matches for kind "Pood" in version "v1"' k create -f - <<<'{"apiVersion":"v1","kind":"Pood","metadata":{"name":"a"}}'
{ printf '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"big"},"data":{"a":"'; head -c 3500000 /dev/zero | tr '\0' x; printf '"}}'; } >"$work/big.json"
check "a body over 3 MB" 'HTTP 413' api POST /api/v1/namespaces/trouble/configmaps "${json[@]}" --data-binary "@$work/big.json"
{ printf '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"large"},"data":{"a":"'; head -c 1100000 /dev/zero | tr '\0' x; printf '"}}'; } >"$work/large.json"
check "a ConfigMap over 1 MiB" 'Too long: may not be more than 1048576 bytes.*HTTP 422' api POST /api/v1/namespaces/trouble/configmaps "${json[@]}" --data-binary "@$work/large.json"
head -c 500000 /dev/zero | tr '\0' '[' >"$work/deep.json"
check "deep nesting" 'HTTP 400' api POST $pods "${json[@]}" --data-binary "@$work/deep.json"
{ printf 'a: '; head -c 100000 /dev/zero | tr '\0' '['; } >"$work/deep.yaml"
check "deep nesting in YAML" 'HTTP 400' api POST $pods -H 'Content-Type: application/yaml' --data-binary "@$work/deep.yaml"
make configmap conflict --from-literal=a=1
check "a conflicting resourceVersion" '"reason": ?"Conflict".*HTTP 409' api PUT /api/v1/namespaces/trouble/configmaps/conflict "${json[@]}" \
    --data-binary '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"conflict","resourceVersion":"1"}}'
check "without credentials: anonymous is forbidden" 'system:anonymous.*"reason": ?"Forbidden".*403' get -k -w 'HTTP %{http_code}' "https://127.0.0.1:$API_PORT/api/v1/pods"
check "with a bad token: unauthorized" '"reason": ?"Unauthorized".*401' get -k -w 'HTTP %{http_code}' -H 'Authorization: Bearer nonsense' "https://127.0.0.1:$API_PORT/api/v1/pods"
for _ in $(seq 50); do exec {half}<>"/dev/tcp/127.0.0.1/$API_PORT" && printf '\x16\x03\x01\x02\x00\x01' >&$half; done
check "fifty half-open connections do not keep others waiting" "ok" k get --raw /readyz
for descriptor in /proc/$$/fd/*; do n=${descriptor##*/}; [ "$n" -gt 9 ] && [ "$n" -ne 255 ] && exec {n}>&-; done

section failures
pod noimage '' '' '' | sed "s|\"$IMAGE\"|\"$REGISTRY/no-such-image\"|" | k create -f - >/dev/null
pod nocommand '' ',"command":["/no/such/command"]' '' | k create -f - >/dev/null
pod crashes '' ',"command":["sh","-c","echo about to fail; exit 7"]' '' | k create -f - >/dev/null
pod hungry '' ',"command":["tail","/dev/zero"],"resources":{"limits":{"memory":"24Mi"}}' ',"restartPolicy":"Never"' | k create -f - >/dev/null
pod unfit '' ',"resources":{"requests":{"cpu":"1000"}}' '' | k create -f - >/dev/null
pod unready '' ',"readinessProbe":{"exec":{"command":["ls","/tmp/ready"]},"periodSeconds":1}' '' | k create -f - >/dev/null
pod sick '' ',"livenessProbe":{"httpGet":{"path":"/","port":9999},"periodSeconds":1,"failureThreshold":2}' ',"terminationGracePeriodSeconds":1' | k create -f - >/dev/null
eventually "an image that does not exist: ImagePullBackOff" 60 "ErrImagePull|ImagePullBackOff" k get po noimage
eventually "its events say so" 60 "Failed to pull image.*not found.*ErrImagePull|ErrImagePull.*Back-off pulling image" k describe po noimage
eventually "a command that does not exist" 60 "no such file or directory" k describe po nocommand
eventually "a container that exits: CrashLoopBackOff" 60 "CrashLoopBackOff|Error" k get po crashes
eventually "and is restarted with back-off" 60 "Back-off restarting failed container.*|CrashLoopBackOff.*Exit Code: +7" k describe po crashes
check "its log can be read" "about to fail" k logs crashes
eventually "out of memory: OOMKilled, 137" 60 "Reason: +OOMKilled.*Exit Code: +137" k describe po hungry
check "a pod too large for any node says why" "0/1 nodes are available: 1 Insufficient cpu" k describe po unfit
eventually "a failing readiness probe: running, not ready" 30 "0/1 +Running" k get po unready
eventually "with the event" 30 "Readiness probe failed" k describe po unready
check "once the file is there" "" k exec unready -- touch /tmp/ready
eventually "it is ready" 20 "1/1 +Running" k get po unready
eventually "a failing liveness probe restarts the container" 60 "Liveness probe failed.*will be restarted" k describe po sick
eventually "and counts it" 30 "^[1-9]" field po/sick '{.status.containerStatuses[0].restartCount}'
check "describe shows the probe" "http-get http://:9999/ delay=0s timeout=1s period=1s #success=1 #failure=2" k describe po sick
leave trouble
