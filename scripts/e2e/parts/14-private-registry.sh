# shellcheck shell=bash
# A registry that asks for a password: image login, pull secrets of pods and ServiceAccounts, and what is said without them.

fresh private
private_port=$(free_port 15100)
private=localhost:$private_port
# crypt(3) of Debian's perl knows bcrypt, which is what the registry takes.
perl -e 'print "jane:", crypt("secret", q($2y$05$abcdefghijklmnopqrstuu)), "\n"' >"$work/htpasswd"
cat >"$work/private.yml" <<Y
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: $work/private}}
http: {addr: 127.0.0.1:$private_port}
auth: {htpasswd: {realm: private, path: $work/htpasswd}}
Y
docker-registry serve "$work/private.yml" >"$work/private.log" 2>&1 &
private_registry=$!
eventually "a registry with a password answers" 10 "401" get -o /dev/null -w '%{http_code}' "http://127.0.0.1:$private_port/v2/"
check "image tag for it" "" cox image tag "$IMAGE" "$private/kubia:1"
refuse "push without a login" "authentication required" cox image push "$private/kubia:1"
refuse "login with a wrong password" "invalid username/password" bash -c "echo wrong | '$BINARY' image login -u jane $private --name $CLUSTER"
check "login" "Login succeeded" bash -c "echo secret | '$BINARY' image login -u jane --password-stdin $private --name $CLUSTER"
check "push" "Pushed" cox image push "$private/kubia:1"

guarded() { printf '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},"spec":{%s"containers":[{"name":"c","image":"%s/kubia:1","imagePullPolicy":"Always"}]}}' "$1" "$2" "$private" | k create -f - >/dev/null; }
guarded open ''
eventually "without a secret the image is not pulled" 20 "ErrImagePull|ImagePullBackOff" k get pod open
eventually "then the kubelet backs off" 60 "ImagePullBackOff" k get pod open
eventually "the event says why" 20 "Failed to pull image \"$private/kubia:1\".*401 Unauthorized" k describe pod open
eventually "why names it" 20 "needs a login, and the pod names no imagePullSecrets" bash -c "'$BINARY' why pod/open -n private --name $CLUSTER; true"
check "create secret docker-registry" "created" k create secret docker-registry jane --docker-server="$private" --docker-username=jane --docker-password=secret
check "and one for another registry" "created" k create secret docker-registry stranger --docker-server=registry.example --docker-username=jane --docker-password=secret
guarded named '"imagePullSecrets":[{"name":"jane"}],'
check "a pod that names the secret runs" "condition met" k wait --for=condition=Ready pod/named --timeout=60s
guarded stranger '"imagePullSecrets":[{"name":"stranger"}],'
eventually "why tells a secret for another registry" 20 "needs a login for $private, but stranger has one for registry.example only" bash -c "'$BINARY' why pod/stranger -n private --name $CLUSTER; true"
check "a ServiceAccount with the secret" "patched" k patch serviceaccount default -p '{"imagePullSecrets":[{"name":"jane"}]}'
guarded served ''
check "pods of that account run" "condition met" k wait --for=condition=Ready pod/served --timeout=60s
check "the pod has the account's secret" "jane" field pod/served '{.spec.imagePullSecrets[0].name}'
auth=$(printf 'jane:secret' | base64)
printf '{"%s":{"auth":"%s"}}' "$private" "$auth" >"$work/dockercfg"
check "a secret of the older kind" "created" k create secret generic older --type=kubernetes.io/dockercfg --from-file=.dockercfg="$work/dockercfg"
guarded older '"imagePullSecrets":[{"name":"older"}],'
check "is honoured too" "condition met" k wait --for=condition=Ready pod/older --timeout=60s
kill "$private_registry" 2>/dev/null
wait "$private_registry" 2>/dev/null
leave private
