# shellcheck shell=bash
# Admission webhooks served by pods of the cluster itself: one changes pods, one refuses them.

fresh webhooks
cat >"$work/hook.js" <<'JS'
const fs = require("fs"), https = require("https");
const tls = {key: fs.readFileSync("/tls/tls.key"), cert: fs.readFileSync("/tls/tls.crt")};
https.createServer(tls, (q, s) => {
  let body = "";
  q.on("data", d => body += d).on("end", () => {
    const asked = JSON.parse(body).request, response = {uid: asked.uid, allowed: true};
    if (q.url.startsWith("/mutate")) {
      const patch = [{op: "add", path: "/metadata/annotations", value: {"seen-by": "the webhook"}}];
      response.patchType = "JSONPatch";
      response.patch = Buffer.from(JSON.stringify(patch)).toString("base64");
    } else if (/forbidden/.test(asked.object.metadata.name)) {
      response.allowed = false;
      response.status = {code: 403, message: "no such names here"};
    } else {
      response.warnings = ["looked at " + asked.object.metadata.name];
    }
    s.end(JSON.stringify({apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response}));
  });
}).listen(8443);
JS
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=hook -addext "subjectAltName=DNS:hook.webhooks.svc" \
    -keyout "$work/hook.key" -out "$work/hook.crt" 2>/dev/null
k create secret tls hook --cert="$work/hook.crt" --key="$work/hook.key" >/dev/null
k create configmap hook --from-file="$work/hook.js" >/dev/null
cat >"$work/hook.yaml" <<YAML
apiVersion: v1
kind: Pod
metadata: {name: hook, labels: {app: hook}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: main
    image: $IMAGE:v1
    command: [node, /app/hook.js]
    readinessProbe: {tcpSocket: {port: 8443}, periodSeconds: 1}
    volumeMounts: [{name: tls, mountPath: /tls}, {name: app, mountPath: /app}]
  volumes: [{name: tls, secret: {secretName: hook}}, {name: app, configMap: {name: hook}}]
---
apiVersion: v1
kind: Service
metadata: {name: hook}
spec: {selector: {app: hook}, ports: [{port: 443, targetPort: 8443}]}
YAML
check "a webhook's pod and service" "service/hook created" k create -f "$work/hook.yaml"
eventually "it is ready" 60 "hook +1/1" k get pod hook

# hooks KIND PATH [fields…]: a configuration for pods of this namespace.
hooks() {
    cat <<YAML
apiVersion: admissionregistration.k8s.io/v1
kind: $1
metadata: {name: e2e-$2}
webhooks:
- name: $2.example.com
  admissionReviewVersions: [v1, v1beta1]
  sideEffects: None
  timeoutSeconds: 5
  failurePolicy: ${3:-Fail}
  clientConfig:
    service: {name: ${4:-hook}, namespace: webhooks, path: /$2}
    caBundle: $(base64 -w0 <"$work/hook.crt")
  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: webhooks}}
  rules:
  - {operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [configmaps]}
YAML
}
check "a mutating configuration" "e2e-mutate created" k create -f - < <(hooks MutatingWebhookConfiguration mutate)
check "a validating configuration" "e2e-validate created" k create -f - < <(hooks ValidatingWebhookConfiguration validate)
check "what is created is looked at" "Warning: looked at good.*configmap/good created" k create configmap good
check "and changed" "^the webhook$" k get configmap good -o 'jsonpath={.metadata.annotations.seen-by}'
refuse "and refused" 'admission webhook "validate.example.com" denied the request: no such names here' k create configmap forbidden
check "elsewhere nothing is asked" "configmap/forbidden created" k create configmap forbidden -n default
k delete configmap forbidden -n default >/dev/null
k delete validatingwebhookconfiguration e2e-validate >/dev/null
check "a configuration without a service behind it" "created" k create -f - < <(hooks ValidatingWebhookConfiguration validate Fail nobody)
refuse "refuses everything" 'failed calling webhook "validate.example.com"' k create configmap other
check "and can be removed" "deleted" k delete validatingwebhookconfiguration e2e-validate
check "or ignored" "created" k create -f - < <(hooks ValidatingWebhookConfiguration validate Ignore nobody)
check "then nothing is refused" "configmap/other created" k create configmap other
k delete validatingwebhookconfiguration e2e-validate >/dev/null
k delete mutatingwebhookconfiguration e2e-mutate >/dev/null
leave webhooks
