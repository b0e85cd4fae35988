# shellcheck shell=bash
# Kinds that CustomResourceDefinitions define: two versions, defaults, columns, status and scale, what is refused, and their end.

fresh custom
cat >"$work/crd.yaml" <<'YAML'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.stable.example.com}
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: crontabs, kind: CronTab, shortNames: [ct], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    schema: &schema
      openAPIV3Schema:
        type: object
        description: Runs a command by the clock.
        properties:
          spec:
            type: object
            required: [cronSpec]
            properties:
              cronSpec: {type: string, pattern: '^(\d+|\*)(/\d+)?(\s+(\d+|\*)(/\d+)?){4}$', description: When to run.}
              image: {type: string, default: busybox}
              replicas: {type: integer, minimum: 1, maximum: 10, default: 1}
              feeling: {type: string, enum: [Great, Down]}
              bars: {type: array, items: {type: object, required: [name], properties: {name: {type: string}}}}
          status:
            type: object
            properties: {replicas: {type: integer}, selector: {type: string}}
    subresources: &subresources
      status: {}
      scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas, labelSelectorPath: .status.selector}
    additionalPrinterColumns: &columns
    - {name: Spec, type: string, jsonPath: .spec.cronSpec}
    - {name: Replicas, type: integer, jsonPath: .spec.replicas}
    - {name: Image, type: string, jsonPath: .spec.image, priority: 1}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
    selectableFields: &fields [{jsonPath: .spec.image}]
  - name: v1beta1
    served: true
    storage: false
    deprecated: true
    schema: *schema
    subresources: *subresources
    additionalPrinterColumns: *columns
    selectableFields: *fields
YAML
check "a definition" "crontabs.stable.example.com created" k create -f "$work/crd.yaml"
check "is established" "condition met" k wait --for=condition=Established crd/crontabs.stable.example.com --timeout=10s
check "and listed" "crontabs.stable.example.com +20" k get crd
check "its kind is discovered" "crontabs +ct +stable.example.com/v1 +true +CronTab" k api-resources --api-group=stable.example.com
check "and explained" "cronSpec.*string.*-required-.*When to run" k explain crontab.spec
check "in parts" "FIELD: replicas <integer>" k explain crontab.spec.replicas

# crontab NAME [VERSION]: a manifest, with more lines of its spec on standard input.
crontab() {
    printf 'apiVersion: stable.example.com/%s\nkind: CronTab\nmetadata: {name: %s}\nspec:\n' "${2:-v1}" "$1"
    cat
}
check "an object" "crontab.stable.example.com/first created" k create -f - < <(crontab first <<<'  cronSpec: "* * * * */5"')
check "has its defaults" "^busybox 1$" k get crontab first -o 'jsonpath={.spec.image} {.spec.replicas}'
check "its columns" "NAME +SPEC +REPLICAS +AGE.*first +\* \* \* \* \*/5 +1 " k get ct
check "more of them when asked" "IMAGE.*busybox" k get ct -o wide
check "a place among all" "crontab.stable.example.com/first" k get all
check "an older version, with a warning" "is deprecated.*crontab.stable.example.com/second created" \
    k create -f - < <(crontab second v1beta1 <<<'  cronSpec: "0 0 1 1 *"')
check "shows the same objects" "stable.example.com/v1beta1$" k get crontabs.v1beta1.stable.example.com first -o 'jsonpath={.apiVersion}'
check "fields select" "first" k get ct --field-selector spec.image=busybox
refuse "but not all of them" 'field label not supported: spec.replicas' k get ct --field-selector spec.replicas=1

refuse "unknown fields are named" 'unknown field "spec.odd"' k create -f - < <(crontab bad <<<$'  cronSpec: "* * * * *"\n  odd: 1')
refuse "patterns are kept" "spec.cronSpec in body should match" k create --validate=false -f - < <(crontab bad <<<'  cronSpec: never')
refuse "and required fields" 'spec.bars\[0\].name: Required value' \
    k create --validate=false -f - < <(crontab bad <<<$'  cronSpec: "* * * * *"\n  bars: [{}]')
refuse "and closed sets" 'Unsupported value: "NonExistentValue": supported values: "Great", "Down"' \
    k create --validate=false -f - < <(crontab bad <<<$'  cronSpec: "* * * * *"\n  feeling: NonExistentValue')
check "a merge patch" "patched" k patch crontab first --type=merge -p '{"spec":{"feeling":"Great"}}'
check "a JSON patch" "patched" k patch crontab first --type=json -p '[{"op":"replace","path":"/spec/image","value":"nginx"}]'
check "the generation counts" "^3$" k get crontab first -o 'jsonpath={.metadata.generation}'
refuse "a strategic merge patch is none" "application/strategic-merge-patch.json is not supported|unknown format" \
    k patch crontab first --type=strategic -p '{"spec":{"feeling":"Down"}}'
check "kubectl scale" "first scaled" k scale crontab first --replicas=4
check "reaches the spec" "^4$" k get crontab first -o 'jsonpath={.spec.replicas}'
refuse "within its bounds" "should be less than or equal to 10" k scale crontab first --replicas=40
check "the status" "patched" k patch crontab first --subresource=status --type=merge -p '{"status":{"replicas":4},"spec":{"image":"no"}}'
check "is apart from the spec" "^4 nginx$" k get crontab first -o 'jsonpath={.status.replicas} {.spec.image}'
check "kubectl apply" "crontab.stable.example.com/third created" k apply -f - < <(crontab third <<<'  cronSpec: "* * * * *"')
check "and again" "third configured" k apply -f - < <(crontab third <<<$'  cronSpec: "* * * * *"\n  feeling: Down')
check "the server applies by the schema" "third serverside-applied" \
    k apply --server-side --force-conflicts -f - < <(crontab third <<<$'  cronSpec: "* * * * *"\n  feeling: Down')
refuse "and names what is not in it" "spec.odd: field not declared in schema" \
    k apply --server-side -f - < <(crontab third <<<$'  cronSpec: "* * * * *"\n  odd: 1')
check "kubectl edit's way" "third replaced" bash -c "$KUBECTL get crontab third -o yaml | sed 's/feeling: Down/feeling: Great/' | $KUBECTL replace -f -"

cat >"$work/quota.yaml" <<'YAML'
apiVersion: v1
kind: ResourceQuota
metadata: {name: few}
spec: {hard: {count/crontabs.stable.example.com: "3"}}
YAML
check "a quota of them" "few created" k create -f "$work/quota.yaml"
eventually "is counted" 10 "^3$" k get quota few -o 'jsonpath={.status.used.count/crontabs\.stable\.example\.com}'
refuse "and kept" "exceeded quota: few" k create -f - < <(crontab fourth <<<'  cronSpec: "* * * * *"')

printf '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"owned","ownerReferences":[{"apiVersion":"stable.example.com/v1","kind":"CronTab","name":"second","uid":"%s"}]}}' \
    "$(k get crontab second -o 'jsonpath={.metadata.uid}')" >"$work/owned.json"
check "an object that belongs to one" "owned created" k create -f "$work/owned.json"
check "the owner is deleted" "second\" deleted" k delete crontab second
eventually "and what it owned" 20 "^$" k get configmap owned --ignore-not-found -o name

refuse "a schema that makes no sense" 'type: Required value: must not be empty for specified object fields' \
    bash -c "sed 's/image: {type: string, default: busybox}/image: {}/' '$work/crd.yaml' | $KUBECTL replace -f -"
check "a version taken away" "patched" k patch crd crontabs.stable.example.com --type=json -p '[{"op":"replace","path":"/spec/versions/1/served","value":false}]'
eventually "is served no more" 5 "404" api GET /apis/stable.example.com/v1beta1/crontabs
check "the other still is" "first" k get crontab
check "the definition goes, with all that is left" "deleted" k delete crd crontabs.stable.example.com --timeout=20s
refuse "so nobody knows the kind" "doesn't have a resource type|could not find the requested resource" k get crontabs
eventually "nor is it described" 5 "404" api GET /openapi/v3/apis/stable.example.com/v1
leave custom
