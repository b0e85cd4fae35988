// What is worth knowing of an object at first sight: facts, conditions, containers, data, and links to what belongs to it.

import { badge, button, h, icon } from './dom.js';
import { age, bytes, cores, moment, quantity } from './format.js';
import { byId, byKind } from './kinds.js';

export const panel = (title, ...content) => h('section.panel', h('h2', title), ...content);
const facts = (rows) =>
  h('dl.facts', rows.filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined
  && value !== '')).flatMap(([label, value]) => [h('dt', label), h('dd', value)]));
const time = (text) => (text ? h('time', { datetime: text, title: moment(text) }, `${age(text)} ago`) : null);

export function linkTo(kind, namespace, name) {
  return kind ? h('a', { href: kind.link({ namespace, name }) }, name) : name;
}

function chips(map, className = '') {
  const entries = Object.entries(map ?? {});
  return entries.length
    ? h('div.chips', entries.map(([key, value]) => h('span.chip', { class: className, title: `${key}=${value}` },
    value === '' ? key : `${key}=${value}`))) : null;
}

function owners(object) {
  const references = object.metadata.ownerReferences ?? [];
  return references.length
    ? references.map((one) => h('div', `${one.kind} `, linkTo(byKind(one.kind, one.apiVersion), object.metadata.namespace, one.name)))
    : null;
}

const shownAnnotations = (object) => Object.fromEntries(Object.entries(object.metadata.annotations ?? {})
  .filter(([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration'));

function metadataPanel(kind, object) {
  return panel(kind.kind,
    facts([...(details[kind.id]?.(object) ?? []), ['Created', time(object.metadata.creationTimestamp)], ['Owner', owners(object)],
    ['Labels', chips(object.metadata.labels)], ['Annotations', chips(shownAnnotations(object), 'faint')],
    ['Finalizers', object.metadata.finalizers?.join(', ')]]));
}

const template = (o) => [['Selector', chips(o.spec.selector?.matchLabels ?? o.spec.selector)],
  ['Images', (o.spec.template?.spec?.containers ?? []).map((one) => h('div.mono', one.image))]];
const servicePort = (one) =>
  `${one.name ? `${one.name} ` : ''}${one.port} → ${one.targetPort ?? one.port}${one.nodePort ? `, node port ${one.nodePort}` : ''} (${one.protocol ?? 'TCP'})`;
const claimVolume = (o) => [['Size', o.status?.capacity?.storage ?? o.spec.resources?.requests?.storage],
  ['Modes', (o.spec.accessModes ?? []).join(', ')], ['Class', linkTo(byId('storageclasses.storage.k8s.io'), '', o.spec.storageClassName)]];

/** Facts of single kinds, by their ids. */
const details = {
  pods: (o) => [['Node', o.spec.nodeName && linkTo(byId('nodes'), '', o.spec.nodeName)], ['IP', o.status?.podIP],
    ['Restart policy', o.spec.restartPolicy],
    ['Service account', o.spec.serviceAccountName && linkTo(byId('serviceaccounts'), o.metadata.namespace, o.spec.serviceAccountName)],
    ['Quality of service', o.status?.qosClass], ['Priority', o.spec.priorityClassName],
    ['Volumes', (o.spec.volumes ?? []).map((one) => volume(o, one))]],
  'deployments.apps': (o) => [['Strategy', o.spec.strategy?.type], ['Replicas', replicas(o)], ...template(o)],
  'statefulsets.apps': (o) => [['Replicas', replicas(o)],
    ['Service', o.spec.serviceName && linkTo(byId('services'), o.metadata.namespace, o.spec.serviceName)], ...template(o)],
  'replicasets.apps': (o) => [['Replicas', replicas(o)], ...template(o)],
  replicationcontrollers: (o) => [['Replicas', replicas(o)], ...template(o)],
  'daemonsets.apps': (o) => [['Nodes', `${o.status?.numberReady ?? 0} of ${o.status?.desiredNumberScheduled ?? 0} ready`], ...template(o)],
  'jobs.batch': (o) => [['Done', `${o.status?.succeeded ?? 0} of ${o.spec.completions ?? 1}`], ['Failed', o.status?.failed],
    ['Started', time(o.status?.startTime)], ['Finished', time(o.status?.completionTime)], ...template(o)],
  'cronjobs.batch': (o) => [['Schedule', h('span.mono', o.spec.schedule)], ['Time zone', o.spec.timeZone],
    ['Last run', time(o.status?.lastScheduleTime)], ['Last success', time(o.status?.lastSuccessfulTime)]],
  services: (o) => [['Type', o.spec.type], ['Cluster IP', o.spec.clusterIP],
    ['External', (o.status?.loadBalancer?.ingress ?? []).map((one) => externalLink(o, one.ip ?? one.hostname))],
    ['Ports', (o.spec.ports ?? []).map((one) => h('div', servicePort(one)))], ['Selector', chips(o.spec.selector)],
      ['External name', o.spec.externalName]],
  'ingresses.networking.k8s.io': (o) => [['Class', o.spec.ingressClassName],
    ['Address', (o.status?.loadBalancer?.ingress ?? []).map((one) => one.ip ?? one.hostname).join(', ')],
    ['Rules', (o.spec.rules ?? [])
      .flatMap((rule) => (rule.http?.paths ?? [])
      .map((one) => h('div', `${rule.host ?? '*'}${one.path ?? '/'} → `, backend(o, one.backend))))],
    ['Default', o.spec.defaultBackend && backend(o, o.spec.defaultBackend)],
      ['TLS', (o.spec.tls ?? [])
      .map((one) => h('div', linkTo(byId('secrets'), o.metadata.namespace, one.secretName), ` ${(one.hosts ?? []).join(', ')}`))]],
  persistentvolumeclaims: (o) =>
    [...claimVolume(o), ['Volume', o.spec.volumeName && linkTo(byId('persistentvolumes'), '', o.spec.volumeName)]],
  persistentvolumes: (o) => [['Size', o.spec.capacity?.storage], ['Modes', (o.spec.accessModes ?? []).join(', ')],
    ['Reclaim', o.spec.persistentVolumeReclaimPolicy],
    ['Claim', o.spec.claimRef && linkTo(byId('persistentvolumeclaims'), o.spec.claimRef.namespace, o.spec.claimRef.name)]],
  nodes: (o) => [['Addresses', (o.status?.addresses ?? []).map((one) => h('div', `${one.address} `, h('span.faint', one.type)))],
    ['System', o.status?.nodeInfo?.osImage], ['Kernel', o.status?.nodeInfo?.kernelVersion],
    ['Runtime', o.status?.nodeInfo?.containerRuntimeVersion], ['Kubelet', o.status?.nodeInfo?.kubeletVersion],
      ['Pod range', o.spec.podCIDR],
    ['Capacity', `${cores(quantity(o.status?.capacity?.cpu))} CPU, ${bytes(quantity(o.status?.capacity?.memory))} memory, ${o.status?.capacity?.pods} pods`],
    ['Taints', (o.spec.taints ?? []).map((one) => h('div.mono', `${one.key}${one.value ? `=${one.value}` : ''}:${one.effect}`))]],
  'horizontalpodautoscalers.autoscaling': (o) =>
    [['Target', linkTo(byKind(o.spec.scaleTargetRef.kind, o.spec.scaleTargetRef.apiVersion), o.metadata.namespace,
    o.spec.scaleTargetRef.name)],
    ['Replicas', `${o.status?.currentReplicas ?? 0} now, ${o.spec.minReplicas ?? 1} to ${o.spec.maxReplicas}`]],
  events: (o) => [['Object', linkTo(byKind(o.involvedObject.kind), o.involvedObject.namespace, o.involvedObject.name)],
    ['Reason', o.reason], ['Message', o.message], ['Count', o.count], ['From', o.source?.component ?? o.reportingComponent]],
  'rolebindings.rbac.authorization.k8s.io': (o) => binding(o),
  'clusterrolebindings.rbac.authorization.k8s.io': (o) => binding(o),
};

function replicas(o) {
  return `${o.status?.readyReplicas ?? 0} ready of ${o.spec.replicas ?? 1}${o.status?.updatedReplicas !== undefined ? `, ${o.status.updatedReplicas} up to date` : ''}`;
}

function binding(o) {
  const role = o.roleRef.kind === 'Role' ? byId('roles.rbac.authorization.k8s.io') : byId('clusterroles.rbac.authorization.k8s.io');
  return [['Role', linkTo(role, o.roleRef.kind === 'Role' ? o.metadata.namespace : '', o.roleRef.name)],
    ['Subjects', (o.subjects ?? []).map((one) => h('div', `${one.kind} ${one.namespace ? `${one.namespace}/` : ''}${one.name}`))]];
}

function backend(o, { service, resource }) {
  if (!service) return `${resource?.kind} ${resource?.name}`;
  return [linkTo(byId('services'), o.metadata.namespace, service.name), `:${service.port?.number ?? service.port?.name}`];
}

function externalLink(o, host) {
  const port = o.spec.ports?.[0]?.port;
  const isSecure = port === 443;
  return h('div', h('a', { href: `http${isSecure ? 's' : ''}://${host}${port === 80 || isSecure ? '' : `:${port}`}/`, target: '_blank',
    rel: 'noopener noreferrer' }, host));
}

function volume(pod, one) {
  const [source] = Object.keys(one).filter((key) => key !== 'name');
  const target = { configMap: ['configmaps', one.configMap?.name], secret: ['secrets', one.secret?.secretName],
    persistentVolumeClaim: ['persistentvolumeclaims', one.persistentVolumeClaim?.claimName] }[source];
  return h('div', `${one.name} `, h('span.faint', source), target && [' ', linkTo(byId(target[0]), pod.metadata.namespace, target[1])]);
}

function containerState(status) {
  const [name, value] = Object.entries(status?.state ?? {})[0] ?? ['waiting', {}];
  if (name === 'running') return { tone: status.ready ? 'good' : 'busy', text: status.ready ? 'Running' : 'Not ready',
    title: `since ${moment(value.startedAt)}` };
  if (name === 'terminated') return { tone: value.exitCode === 0 ? 'idle' : 'bad', text: value.reason ?? `Exit ${value.exitCode}`,
    title: value.message ?? `exit code ${value.exitCode}` };
  const isStarting = !value.reason || ['ContainerCreating', 'PodInitializing'].includes(value.reason);
  return { tone: isStarting ? 'busy' : 'bad', text: value.reason ?? 'Waiting', title: value.message };
}

function containerCard(kind, pod, container, statuses) {
  const status = statuses?.find((one) => one.name === container.name);
  const { requests = {}, limits = {} } = container.resources ?? {};
  const amounts = ['cpu', 'memory'].filter((key) => requests[key] || limits[key])
    .map((key) => `${key} ${requests[key] ?? '–'} / ${limits[key] ?? '–'}`);
  const last = status?.lastState?.terminated;
  return h('article.container',
    h('header', h('strong', container.name), badge(containerState(status)), h('div.grow'),
      h('a.quiet', { href: `${kind.link(pod, 'logs')}/${encodeURIComponent(container.name)}` }, icon('logs'), 'Logs')),
    status?.state?.waiting?.message && h('p.problem', status.state.waiting.message),
    facts([['Image', h('span.mono', container.image)],
      ['Command', [...(container.command ?? []), ...(container.args ?? [])].length
      ? h('span.mono', [...(container.command ?? []), ...(container.args ?? [])].join(' ')) : null],
      ['Ports', (container.ports ?? []).map((one) => `${one.containerPort}/${one.protocol ?? 'TCP'}`).join(', ')],
        ['Restarts', status?.restartCount || null],
      ['Last ended', last && `${last.reason ?? ''} with ${last.exitCode}, ${age(last.finishedAt)} ago`],
        ['Requests / limits', amounts.join(', ')]]));
}

function containersPanel(kind, pod) {
  const cards = [...(pod.spec.initContainers ?? []).map((one) => containerCard(kind, pod, one, pod.status?.initContainerStatuses)),
    ...pod.spec.containers.map((one) => containerCard(kind, pod, one, pod.status?.containerStatuses)),
    ...(pod.spec.ephemeralContainers ?? []).map((one) => containerCard(kind, pod, one, pod.status?.ephemeralContainerStatuses))];
  return panel('Containers', cards);
}

function conditionsPanel(object) {
  const list = object.status?.conditions;
  if (!Array.isArray(list) || list.length === 0) return null;
  const isBadWhenTrue = (type) => /Pressure|Failure|Failed|Unavailable|DisruptionTarget/.test(type);
  return panel('Conditions', h('ul.conditions', list.map((one) => {
    const isGood = (one.status === 'True') !== isBadWhenTrue(one.type);
    return h('li', badge({ tone: one.status === 'Unknown' ? 'warn' : isGood ? 'good' : isBadWhenTrue(one.type) ? 'bad' : 'busy',
      text: one.type }), h('span', [one.reason, one.message].filter(Boolean).join(': ')), h('span.faint', age(one.lastTransitionTime)));
  })));
}

function decoded(text) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)));
  } catch {
    return `${bytes(atob(text).length)} of binary data`;
  }
}

function dataPanel(kind, object) {
  const isSecret = kind.id === 'secrets';
  if (!isSecret && kind.id !== 'configmaps') return null;
  const entries = Object.entries(object.data ?? {});
  const rows = entries.map(([key, text]) => {
    if (!isSecret) return h('div.datum', h('strong', key), h('pre', text));
    const content = h('pre.hidden-data', '••••••••');
    const reveal = button('Show',
      { class: 'bare', onclick: () => { content.textContent = decoded(text); content.className = ''; reveal.remove(); } }, 'eye');
    return h('div.datum', h('header', h('strong', key), h('span.faint', bytes(atob(text).length)), reveal), content);
  });
  const binary = Object.keys(object.binaryData ?? {})
    .map((key) => h('div.datum', h('strong', key), h('pre', decoded(object.binaryData[key]))));
  return panel('Data', rows.length + binary.length ? [rows, binary] : h('p.faint', 'Nothing.'));
}

function rulesPanel(object) {
  if (!Array.isArray(object.rules)) return null;
  return panel('Rules',
    h('ul.rules', object.rules.map((one) => h('li', h('span.mono', (one.verbs ?? []).join(', ')), ' ',
    (one.resources ?? one.nonResourceURLs ?? []).join(', '),
    one.apiGroups?.some(Boolean) && h('span.faint', ` in ${one.apiGroups.filter(Boolean).join(', ')}`),
      one.resourceNames && h('span.faint', ` named ${one.resourceNames.join(', ')}`)))));
}

/** The panels of an object, most telling first. */
export function summaryPanels(kind, object) {
  return [metadataPanel(kind, object), kind.id === 'pods' && containersPanel(kind, object), dataPanel(kind, object),
    kind.group === 'rbac.authorization.k8s.io' && rulesPanel(object), conditionsPanel(object)];
}
