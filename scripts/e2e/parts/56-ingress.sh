# shellcheck shell=bash
# Ingresses: hosts and paths, several services, TLS by name, affinity by cookie, changes within a second; a broken one harms nobody.

fresh ingress
# What answers: who it is, which path came, and what the proxy says of the client. Upgrades are accepted, and echoed.
echo_server() {
    cat <<'APP'
const http = require('http'), os = require('os');
const server = http.createServer((q, s) => s.end(
  `${process.env.APP} ${os.hostname()} path=${q.url} for=${q.headers['x-forwarded-for']} proto=${q.headers['x-forwarded-proto']}\n`));
server.on('upgrade', (q, socket) => {
  const accept = require('crypto').createHash('sha1').update(q.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ' + accept + '\r\n\r\n');
  socket.on('data', data => socket.write(data));
});
server.listen(8080);
APP
}
# web NAME REPLICAS: pods behind a service of that name.
web() {
    cat <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: {name: $1}
spec:
  replicas: $2
  selector: {matchLabels: {app: $1}}
  template:
    metadata: {labels: {app: $1}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: web
        image: $IMAGE
        command: [node, -e, "$(echo_server | tr '\n' ' ' | sed 's/\\/\\\\/g; s/"/\\"/g')"]
        env: [{name: APP, value: $1}]
        ports: [{name: http, containerPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: $1}
spec:
  selector: {app: $1}
  ports: [{name: web, port: 80, targetPort: http}]
YAML
}
{ web kubia 3; echo ---; web foo 1; } >"$work/web.yaml"
check "two services with pods" "service/kubia created.*service/foo created" k create -f "$work/web.yaml"
check "an ingress class is there, and the default" "coxswain +coxswain.io/ingress.*is-default-class.*true" bash -c \
    "$KUBECTL get ingressclass && $KUBECTL get ingressclass coxswain -o yaml"

cat >"$work/ingress.yaml" <<'YAML'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: kubia}
spec:
  rules:
  - host: kubia.example.com
    http:
      paths:
      - {path: /kubia, pathType: Prefix, backend: {service: {name: kubia, port: {number: 80}}}}
      - {path: /foo, pathType: Prefix, backend: {service: {name: foo, port: {name: web}}}}
      - {path: /foo/exact, pathType: Exact, backend: {service: {name: kubia, port: {number: 80}}}}
  - host: "*.foo.example.com"
    http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: foo, port: {number: 80}}}}
YAML
k rollout status deployment kubia --timeout=80s >/dev/null
k rollout status deployment foo --timeout=80s >/dev/null
check "create an ingress" "ingress.networking.k8s.io/kubia created" k create -f "$work/ingress.yaml"
eventually "it has an address, and the default class" 5 "kubia +coxswain +kubia.example.com,\*.foo.example.com +10\.46\.0\.[0-9]+ +80" k get ingress
address=$(field ingress/kubia '{.status.loadBalancer.ingress[0].ip}')
# at HOST PATH [curl arguments…]
at() {
    local host=$1 path=$2
    shift 2
    get --resolve "$host:80:$address" --resolve "$host:443:$address" "$@" "http://$host$path"
}
eventually "a path leads to its service" 3 "^kubia .*path=/kubia for=10\.46\.0\.[0-9]+ proto=http" at kubia.example.com /kubia
check "another path to another service" "^foo .*path=/foo/bar" at kubia.example.com /foo/bar
check "an exact path to a third" "^kubia .*path=/foo/exact" at kubia.example.com /foo/exact
check "which is exact" "^foo .*path=/foo/exact/x" at kubia.example.com /foo/exact/x
check "prefixes end between elements" "404" at kubia.example.com /foobar -o /dev/null -w '%{http_code}'
check "a wildcard host" "^foo " at any.foo.example.com /
check "holds one label" "404" at a.b.foo.example.com / -o /dev/null -w '%{http_code}'
check "an unknown host gets the default backend" "default backend - 404" at other.example.com /
same "requests spread over the pods" 3 "$(for _ in $(seq 12); do at kubia.example.com /kubia; done | cut -d' ' -f2 | sort -u | wc -l)"
pod=$(names po -l app=kubia | cut -d' ' -f1)
check "pods reach it too" "^foo .*for=10\.44\." k exec "$pod" -- curl -sS --max-time 5 -H 'Host: kubia.example.com' "http://$address/foo"
check "WebSockets pass" "101 Switching.*hello" bash -c \
    "printf 'GET /foo HTTP/1.1\r\nHost: kubia.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\nhello\n' | timeout 2 bash -c 'exec 3<>/dev/tcp/$address/80; cat >&3; timeout 1 cat <&3'; true"
check "describe shows rules, backends and events" "/foo +foo:web \(10\.44\.[0-9.]+:8080\).*Sync" k describe ingress kubia

section "ingress: TLS"
for number in 1 2; do
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=kubia.example.com/O=number $number" \
        -keyout "$work/tls$number.key" -out "$work/tls$number.crt" 2>/dev/null
done
# issuer HOST: whose certificate is shown
issuer() { get -kv --resolve "$1:443:$address" "https://$1/kubia" 2>&1 | grep -E 'issuer|^kubia'; }
check "without a certificate the default one is shown" "Coxswain Ingress Controller Default" issuer kubia.example.com
sed 's/^spec:/spec:\n  tls: [{hosts: [kubia.example.com], secretName: tls-secret}]/' "$work/ingress.yaml" >"$work/ingress-tls.yaml"
check "apply with tls" "configured" bash -c "$KUBECTL apply -f $work/ingress-tls.yaml 2>/dev/null"
eventually "a missing secret is told" 5 "MissingSecret.*tls-secret does not exist" k get events --field-selector involvedObject.name=kubia
check "and harms nobody" "^foo " at kubia.example.com /foo
check "create secret tls" "secret/tls-secret created" k create secret tls tls-secret --cert="$work/tls1.crt" --key="$work/tls1.key"
eventually "the certificate is shown within seconds" 3 "number 1.*kubia .*proto=https" issuer kubia.example.com
check "get ingress shows both ports" "80, 443" k get ingress kubia
make secret tls new --cert="$work/tls2.crt" --key="$work/tls2.key"
check "replace it" "replaced" bash -c "$KUBECTL create secret tls tls-secret --cert=$work/tls2.crt --key=$work/tls2.key --dry-run=client -o yaml | $KUBECTL replace -f -"
eventually "the new one is shown" 3 "number 2" issuer kubia.example.com
check "other hosts have the default one" "Coxswain Ingress Controller Default" issuer other.example.com

section "ingress: changes and faults"
k annotate ingress kubia nginx.ingress.kubernetes.io/affinity=cookie nginx.ingress.kubernetes.io/session-cookie-name=route >/dev/null
eventually "affinity sets a cookie" 3 "set-cookie: route=[0-9a-f]+" at kubia.example.com /kubia -i
at kubia.example.com /kubia -c "$work/jar" >/dev/null
same "with the cookie one pod answers" 1 "$(for _ in $(seq 10); do at kubia.example.com /kubia -b "$work/jar"; done | cut -d' ' -f2 | sort -u | wc -l)"
k scale deployment foo --replicas=0 >/dev/null
eventually "without pods the answer is 503" 10 "503" at kubia.example.com /foo -o /dev/null -w '%{http_code}'
check "other paths go on" "^kubia " at kubia.example.com /kubia
k scale deployment foo --replicas=2 >/dev/null
eventually "with new pods it answers again" 30 "^foo " at kubia.example.com /foo
check "an ingress for a service that is missing" "created" k create ingress broken --rule="broken.example.com/*=absent:80"
eventually "is told of it" 5 "MissingService.*absent does not exist" k describe ingress broken
check "and answers 503" "503" at broken.example.com / -o /dev/null -w '%{http_code}'
check "a default backend" "created" k create ingress fallback --default-backend=foo:80
eventually "takes what no rule takes" 3 "^foo " at other.example.com /any
check "create ingress by command" "created" k create ingress quick --rule="quick.example.com/=kubia:80" --rule="quick.example.com/a*=foo:web"
eventually "is live" 3 "^kubia " at quick.example.com /
check "with both paths" "^foo " at quick.example.com /a/b
# annotated NAME ANNOTATION PATH SERVICE: an ingress for the host NAME.example.com
annotated() {
    k create -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: $1, annotations: {$2}}
spec: {rules: [{host: $1.example.com, http: {paths: [{path: '$3', pathType: ImplementationSpecific, backend: {service: {name: $4, port: {number: 80}}}}]}}]}
YAML
}
check "another controller's class is left alone" "created" annotated alien "kubernetes.io/ingress.class: nginx" / foo
check "an ingress that rewrites" "created" annotated rewritten "nginx.ingress.kubernetes.io/rewrite-target: /\$2" '/app(/|$)(.*)' kubia
eventually "the path is rewritten" 3 "path=/deep/er" at rewritten.example.com /app/deep/er
k annotate ingress rewritten ingress.coxswain.io/ssl-redirect=true >/dev/null
eventually "plain requests are sent to https" 3 "308.*https://rewritten.example.com/app/x" at rewritten.example.com /app/x -i
same "the alien has no address" "none" "$(field ingress/alien '{.status.loadBalancer.ingress[0].ip}' | grep . || echo none)"
check "delete an ingress" "deleted" k delete ingress fallback quick
eventually "its rules go with it" 3 "default backend - 404" at quick.example.com /
kill -9 "$(pgrep -o -f "haproxy -W -db -f /run/coxswain-$CLUSTER/ingress/haproxy.cfg")"
eventually "a proxy that is killed comes back with its rules" 10 "^kubia " at kubia.example.com /kubia
leave ingress
