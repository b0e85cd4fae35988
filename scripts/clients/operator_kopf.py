"""An operator written with kopf: for every Greeter a ConfigMap with its greeting, kept up to date, and gone with it."""
import kopf
import kubernetes


def greeting(spec):
    return {"greeting": f"{spec.get('greeting', 'hello')}, {spec['who']}"}


@kopf.on.startup()
def configure(settings, **_):
    settings.posting.enabled = True
    settings.persistence.finalizer = "greeters.example.com/operator"


@kopf.on.create("example.com", "v1", "greeters")
def created(spec, name, namespace, **_):
    body = {"metadata": {"name": name}, "data": greeting(spec)}
    kopf.adopt(body)
    kubernetes.client.CoreV1Api().create_namespaced_config_map(namespace, body)
    return {"made": name}


@kopf.on.field("example.com", "v1", "greeters", field="spec")
def changed(spec, name, namespace, old, **_):
    if old is not None:
        kubernetes.client.CoreV1Api().patch_namespaced_config_map(name, namespace, {"data": greeting(spec)})


@kopf.on.delete("example.com", "v1", "greeters")
def deleted(logger, name, **_):
    logger.info(f"{name} says goodbye")
