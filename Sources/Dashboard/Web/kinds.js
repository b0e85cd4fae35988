// The kinds the page knows by name: where they are served, where they stand in the menu, and the columns of their lists.

import { age, bytes, compareText, labelText, quantity } from './format.js';
import { health } from './health.js';

const builtin = [];

export class Kind {
  constructor({ group = '', version = 'v1', plural, kind, title, section, namespaced = true, columns = [], verbs, shortNames = [] }) {
    Object.assign(this, { group, version, plural, kind, title: title ?? kind, section, namespaced, columns, verbs, shortNames });
  }

  /** As addresses and commands name it: `pods`, `deployments.apps`. */
  get id() {
    return this.group ? `${this.plural}.${this.group}` : this.plural;
  }

  get apiVersion() {
    return this.group ? `${this.group}/${this.version}` : this.version;
  }

  path(namespace, name, subresource) {
    const root = this.group ? `/apis/${this.group}/${this.version}` : `/api/${this.version}`;
    const home = namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
    const rest = [this.plural, name && encodeURIComponent(name), subresource].filter(Boolean).join('/');
    return `${root}${home}/${rest}`;
  }

  pathOf(object, subresource) {
    return this.path(object.metadata.namespace, object.metadata.name, subresource);
  }

  /** The page's own address of a list, an object, or a part of what is shown of it. */
  link(object, part) {
    if (!object) return `#/${this.id}`;
    const { namespace, name } = object.metadata ?? object;
    return `#/${[this.id, namespace || '-', name, part].filter(Boolean).map(encodeURIComponent).join('/')}`;
  }

  can(verb) {
    return !this.verbs || this.verbs.includes(verb);
  }
}

// A column: its title, what it shows, what it sorts by (what it shows, if nothing else), and how it is shown. `wide` columns are left
// out where there is little room.
const column = (title, text, options = {}) => ({ title, text, sort: text, ...options });
const wide = (title, text, options = {}) => column(title, text, { wide: true, ...options });
const numeric = { align: 'end' };

export const nameColumn = column('Name', (o) => o.metadata.name, { role: 'name' });
export const namespaceColumn = column('Namespace', (o) => o.metadata.namespace ?? '', { role: 'namespace' });
export const ageColumn = column('Age', (o) => age(o.metadata.creationTimestamp), {
  sort: (o) => -Date.parse(o.metadata.creationTimestamp ?? 0), align: 'end', role: 'age',
});
export const statusColumn = (kind) => column('Status', (o) => health(kind, o)?.text ?? '',
  { role: 'status', badge: (o) => health(kind, o) });

export function restarts(pod) {
  return (pod.status?.containerStatuses ?? []).reduce((sum, one) => sum + one.restartCount, 0);
}

export function readyText(pod) {
  const statuses = pod.status?.containerStatuses ?? [];
  return `${statuses.filter((one) => one.ready).length}/${pod.spec.containers.length}`;
}

const images = (o) => (o.spec.template?.spec?.containers ?? []).map((one) => one.image).join(', ');
const replicas = (ready) => column('Ready', (o) => `${ready(o)}/${o.spec.replicas ?? 1}`, { ...numeric, sort: ready });
const ports = (o) => (o.spec.ports ?? []).map((one) => `${one.port}${one.nodePort ? `:${one.nodePort}` : ''}/${one.protocol ?? 'TCP'}`)
  .join(', ');
const external = (o) => [...(o.status?.loadBalancer?.ingress ?? []).map((one) => one.ip ?? one.hostname),
  ...(o.spec.externalIPs ?? [])].join(', ');
const keys = column('Keys', (o) => Object.keys(o.data ?? {}).length + Object.keys(o.binaryData ?? {}).length, numeric);
const capacity = (o) => o.status?.capacity?.storage ?? o.spec.capacity?.storage ?? o.spec.resources?.requests?.storage ?? '';
const subjects = (o) => (o.subjects ?? []).map((one) => `${one.kind.charAt(0)}:${one.name}`).join(', ');
const rules = column('Rules', (o) => o.rules?.length ?? 0, numeric);
const roles = (o) => Object.keys(o.metadata.labels ?? {}).filter((key) => key.startsWith('node-role.kubernetes.io/'))
  .map((key) => key.split('/')[1]).join(', ');
const address = (o) => o.status?.addresses?.find((one) => one.type === 'InternalIP')?.address ?? '';

function define(section, ...kinds) {
  for (const kind of kinds) builtin.push(new Kind({ ...kind, section }));
}

define('Workloads',
  { plural: 'pods', kind: 'Pod', title: 'Pods', shortNames: ['po'], columns: [
    column('Ready', readyText, { ...numeric, wide: true }), wide('Restarts', restarts, numeric),
    wide('Node', (o) => o.spec.nodeName ?? ''), wide('IP', (o) => o.status?.podIP ?? '', { role: 'address' })] },
  { group: 'apps', plural: 'deployments', kind: 'Deployment', title: 'Deployments', shortNames: ['deploy'],
    columns: [replicas((o) => o.status?.readyReplicas ?? 0), wide('Images', images)] },
  { group: 'apps', plural: 'statefulsets', kind: 'StatefulSet', title: 'StatefulSets', shortNames: ['sts'],
    columns: [replicas((o) => o.status?.readyReplicas ?? 0), wide('Images', images)] },
  { group: 'apps', plural: 'daemonsets', kind: 'DaemonSet', title: 'DaemonSets', shortNames: ['ds'], columns: [
    column('Ready', (o) => `${o.status?.numberReady ?? 0}/${o.status?.desiredNumberScheduled ?? 0}`, numeric), wide('Images', images)] },
  { group: 'apps', plural: 'replicasets', kind: 'ReplicaSet', title: 'ReplicaSets', shortNames: ['rs'], columns: [
    replicas((o) => o.status?.readyReplicas ?? 0), wide('Owner', (o) => o.metadata.ownerReferences?.[0]?.name ?? '')] },
  { plural: 'replicationcontrollers', kind: 'ReplicationController', title: 'ReplicationControllers', shortNames: ['rc'],
    columns: [replicas((o) => o.status?.readyReplicas ?? 0), wide('Images', images)] },
  { group: 'batch', plural: 'jobs', kind: 'Job', title: 'Jobs',
    columns: [column('Done', (o) => `${o.status?.succeeded ?? 0}/${o.spec.completions ?? 1}`, numeric), wide('Images', images)] },
  { group: 'batch', plural: 'cronjobs', kind: 'CronJob', title: 'CronJobs', shortNames: ['cj'], columns: [
    column('Schedule', (o) => o.spec.schedule), wide('Active', (o) => o.status?.active?.length ?? 0, numeric),
      wide('Last run', (o) => age(o.status?.lastScheduleTime))] },
  { group: 'autoscaling', version: 'v2', plural: 'horizontalpodautoscalers', kind: 'HorizontalPodAutoscaler', title: 'Autoscalers',
    shortNames: ['hpa'], columns: [
    column('Target', (o) => `${o.spec.scaleTargetRef.kind}/${o.spec.scaleTargetRef.name}`),
    wide('Replicas', (o) => `${o.status?.currentReplicas ?? 0} (${o.spec.minReplicas ?? 1}–${o.spec.maxReplicas})`, numeric)] });
define('Network',
  { plural: 'services', kind: 'Service', title: 'Services', shortNames: ['svc'], columns: [
    column('Type', (o) => o.spec.type), wide('Cluster IP', (o) => o.spec.clusterIP ?? '', { role: 'address' }),
      wide('External', external, { role: 'address' }), wide('Ports', ports)] },
  { group: 'networking.k8s.io', plural: 'ingresses', kind: 'Ingress', title: 'Ingresses', shortNames: ['ing'], columns: [
    column('Hosts', (o) => (o.spec.rules ?? []).map((one) => one.host ?? '*').join(', ') || '*'), wide('Address', external)] },
  { group: 'discovery.k8s.io', plural: 'endpointslices', kind: 'EndpointSlice', title: 'EndpointSlices', columns: [
    column('Endpoints', (o) => (o.endpoints ?? []).flatMap((one) => one.addresses).join(', ')),
      wide('Ports', (o) => (o.ports ?? []).map((one) => one.port).join(', '))] },
  { group: 'networking.k8s.io', plural: 'networkpolicies', kind: 'NetworkPolicy', title: 'Network policies', shortNames: ['netpol'],
    columns: [column('Pods', (o) => labelText(o.spec.podSelector?.matchLabels) || 'all')] });
define('Storage',
  { plural: 'persistentvolumeclaims', kind: 'PersistentVolumeClaim', title: 'Claims', shortNames: ['pvc'], columns: [
    column('Size', capacity, { ...numeric, sort: (o) => quantity(capacity(o)) }), wide('Volume', (o) => o.spec.volumeName ?? ''),
      wide('Class', (o) => o.spec.storageClassName ?? '')] },
  { plural: 'persistentvolumes', kind: 'PersistentVolume', title: 'Volumes', shortNames: ['pv'], namespaced: false, columns: [
    column('Size', capacity, { ...numeric, sort: (o) => quantity(capacity(o)) }),
    wide('Claim', (o) => (o.spec.claimRef ? `${o.spec.claimRef.namespace}/${o.spec.claimRef.name}` : '')),
      wide('Class', (o) => o.spec.storageClassName ?? '')] },
  { group: 'storage.k8s.io', plural: 'storageclasses', kind: 'StorageClass', title: 'Storage classes', shortNames: ['sc'],
    namespaced: false, columns: [column('Provisioner', (o) => o.provisioner), wide('Reclaim', (o) => o.reclaimPolicy ?? '')] });
define('Config',
  { plural: 'configmaps', kind: 'ConfigMap', title: 'ConfigMaps', shortNames: ['cm'], columns: [keys] },
  { plural: 'secrets', kind: 'Secret', title: 'Secrets', columns: [column('Type', (o) => o.type), { ...keys, wide: true }] },
  { plural: 'resourcequotas', kind: 'ResourceQuota', title: 'Quotas', shortNames: ['quota'],
    columns: [wide('Used', (o) => Object.entries(o.status?.hard ?? {})
    .map(([key, value]) => `${key}: ${o.status?.used?.[key] ?? 0}/${value}`).join(', '))] },
  { plural: 'limitranges', kind: 'LimitRange', title: 'Limit ranges', shortNames: ['limits'] },
  { group: 'policy', plural: 'poddisruptionbudgets', kind: 'PodDisruptionBudget', title: 'Disruption budgets', shortNames: ['pdb'],
    columns: [column('Allowed', (o) => o.status?.disruptionsAllowed ?? 0, numeric)] });
define('Cluster',
  { plural: 'nodes', kind: 'Node', title: 'Nodes', shortNames: ['no'], namespaced: false, columns: [
    wide('Roles', roles), wide('Address', address, { role: 'address' }), wide('CPU', (o) => o.status?.capacity?.cpu ?? '', numeric),
    wide('Memory', (o) => bytes(quantity(o.status?.capacity?.memory)), { ...numeric, sort: (o) => quantity(o.status?.capacity?.memory) }),
    wide('Version', (o) => o.status?.nodeInfo?.kubeletVersion ?? '')] },
  { plural: 'namespaces', kind: 'Namespace', title: 'Namespaces', shortNames: ['ns'], namespaced: false, columns: [] },
  { plural: 'events', kind: 'Event', title: 'Events', shortNames: ['ev'], columns: [
    column('Object', (o) => `${o.involvedObject.kind.toLowerCase()}/${o.involvedObject.name}`), wide('Message', (o) => o.message ?? '')] });
define('Access',
  { plural: 'serviceaccounts', kind: 'ServiceAccount', title: 'Service accounts', shortNames: ['sa'], columns: [] },
  { group: 'rbac.authorization.k8s.io', plural: 'roles', kind: 'Role', title: 'Roles', columns: [rules] },
  { group: 'rbac.authorization.k8s.io', plural: 'rolebindings', kind: 'RoleBinding', title: 'Role bindings',
    columns: [column('Role', (o) => o.roleRef.name), wide('Subjects', subjects)] },
  { group: 'rbac.authorization.k8s.io', plural: 'clusterroles', kind: 'ClusterRole', title: 'Cluster roles', namespaced: false,
    columns: [rules] },
  { group: 'rbac.authorization.k8s.io', plural: 'clusterrolebindings', kind: 'ClusterRoleBinding', title: 'Cluster role bindings',
    namespaced: false, columns: [column('Role', (o) => o.roleRef.name), wide('Subjects', subjects)] });

export const sections = [
  { title: 'Workloads', icon: 'workload' }, { title: 'Network', icon: 'network' }, { title: 'Storage', icon: 'storage' },
  { title: 'Config', icon: 'config' }, { title: 'Cluster', icon: 'cluster' }, { title: 'Access', icon: 'access' },
];

export const kinds = builtin;
export const byId = (id) => builtin.find((kind) => kind.id === id);
export const byKind = (kind, apiVersion) =>
  builtin.find((one) => one.kind === kind && (apiVersion === undefined || one.apiVersion === apiVersion));
export const pods = byId('pods');
export const events = byId('events');
export const namespaces = byId('namespaces');
export const nodes = byId('nodes');

const judged = new Set(['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob',
  'HorizontalPodAutoscaler', 'PersistentVolumeClaim', 'PersistentVolume', 'Node', 'Namespace']);

/** All columns of a kind's list, in their order. */
export function columnsOf(kind, withNamespace) {
  const isJudged = judged.has(kind.kind) || !byId(kind.id);
  const last = kind === events ? { ...ageColumn, text: (o) => age(eventTime(o)), sort: (o) => -Date.parse(eventTime(o)) } : ageColumn;
  const first = kind === events
    ? column('Reason', (o) => o.reason ?? '',
      { role: 'name', badge: (o) => ({ tone: o.type === 'Warning' ? 'warn' : 'idle', text: o.reason }) }) : nameColumn;
  return [first, withNamespace && kind.namespaced && namespaceColumn, isJudged && statusColumn(kind), ...kind.columns,
    last].filter(Boolean);
}

export function eventTime(event) {
  return event.lastTimestamp ?? event.series?.lastObservedTime ?? event.eventTime ?? event.metadata.creationTimestamp;
}

export function byName(a, b) {
  return compareText(a.metadata.name, b.metadata.name) || compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '');
}
