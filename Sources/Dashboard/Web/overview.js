// The whole cluster, or a namespace, at one sight: what needs attention, how many of everything and how they are, the nodes' load, and
// what happened last.

import { get } from './api.js';
import { badge, fill, h, icon, write } from './dom.js';
import { age, bytes, cores, count, quantity } from './format.js';
import { health } from './health.js';
import { byId, eventTime, events, nodes, pods } from './kinds.js';
import { namespace, onNamespace } from './prefs.js';
import { eventRow } from './related.js';
import { reload } from './router.js';
import { store } from './store.js';

const tileIds = ['pods', 'deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'jobs.batch', 'cronjobs.batch', 'services',
  'ingresses.networking.k8s.io', 'persistentvolumeclaims', 'configmaps', 'nodes', 'namespaces'];
const watchedIds = [...tileIds, 'replicationcontrollers', 'replicasets.apps'];
const tones = ['good', 'busy', 'warn', 'bad', 'idle'];
const shownProblems = 12;
const shownEvents = 12;
const metricsTime = 30_000; // ms between readings of the nodes' use

export function overview() {
  const sources = new Map();
  const stops = [onNamespace(reload)];
  const verdict = h('div.verdict', h('p', 'Looking …'));
  const problems = h('ul.rows.problems');
  const tiles = h('div.tiles');
  const nodeList = h('div.node-cards');
  const eventList = h('ul.events');
  const usage = new Map();
  const tileNodes = new Map();

  for (const id of watchedIds) {
    const kind = byId(id);
    const source = store(kind, namespace());
    sources.set(id, source);
    if (tileIds.includes(id)) {
      const tile = makeTile(kind);
      tileNodes.set(id, tile);
      tiles.append(tile.node);
    }
    stops.push(source.subscribe(() => update(id)));
  }
  const recent = store(events, namespace());
  stops.push(recent.subscribe(drawEvents));

  let frame = null;
  function update(id) {
    tileNodes.get(id)?.update(sources.get(id));
    if (id === 'nodes' || id === 'pods') scheduleNodes();
    frame ??= requestAnimationFrame(() => {
      frame = null;
      drawProblems();
    });
  }

  function drawProblems() {
    const found = [];
    for (const [id, source] of sources) {
      const kind = byId(id);
      for (const object of source.list) {
        const state = health(kind, object);
        if (state?.tone === 'bad' || state?.tone === 'warn') found.push({ kind, object, state });
      }
    }
    const failing = new Set(found.filter(({ kind }) => kind === pods)
      .flatMap(({ object }) => object.metadata.ownerReferences?.map((one) => one.uid) ?? []));
    // A workload is left out whose pods are named already, and a ReplicaSet whose Deployment is.
    const told = found.filter(({ kind, object }) => !failing.has(object.metadata.uid)
      && !(kind.kind === 'ReplicaSet' && object.metadata.ownerReferences?.length));
    told.sort((a, b) => (a.state.tone === b.state.tone ? 0 : a.state.tone === 'bad' ? -1 : 1));
    const isLoading = [...sources.values()].some((one) => one.state === 'loading');
    const refused = [...sources.values()].find((one) => one.state === 'denied');
    drawVerdict(told, isLoading, refused);
    fill(problems, told.slice(0, shownProblems).map(problemRow),
      told.length > shownProblems && h('li.faint', `and ${told.length - shownProblems} more`));
    problems.parentNode.hidden = told.length === 0;
  }

  function drawVerdict(told, isLoading, refused) {
    const place = namespace() ? `in ${namespace()}` : 'in the cluster';
    const worst = told.some(({ state }) => state.tone === 'bad') ? 'bad' : told.length ? 'warn' : 'good';
    if (isLoading) return;
    verdict.className = `verdict ${refused && !told.length ? 'idle' : worst}`;
    fill(verdict, icon(worst === 'good' ? 'check' : 'warn'),
      h('div', h('h1', told.length ? `${count(told.length, 'thing')} ${told.length === 1 ? 'needs' : 'need'} attention` : refused
      ? 'Not everything can be seen' : 'All is well'),
      h('p', refused ? refused.error.message
        : `${count(sources.get('pods').list.length, 'pod')} ${place}${sources.get('nodes').state === 'live' ? `, on ${count(sources.get('nodes').list.length, 'node')}` : ''}`)));
  }

  function drawEvents({ list, state, error }) {
    const sorted = [...list].sort((a, b) => Date.parse(eventTime(b)) - Date.parse(eventTime(a)));
    fill(eventList, sorted.slice(0, shownEvents).map((one) => eventRow(one)),
      sorted.length === 0 && h('li.faint', state === 'denied' ? error.message : 'None in the last hour.'));
  }

  let nodeTimer = null;
  function scheduleNodes() {
    nodeTimer ??= setTimeout(() => {
      nodeTimer = null;
      drawNodes();
    }, 200);
  }

  function drawNodes() {
    const list = sources.get('nodes').list;
    const all = sources.get('pods').list;
    nodeList.parentNode.hidden = list.length === 0;
    fill(nodeList, list.map((node) => nodeCard(node, namespace() ? null : all.filter((pod) => pod.spec.nodeName === node.metadata.name),
      usage.get(node.metadata.name))));
  }

  async function measure() {
    try {
      for (const item of (await get('/apis/metrics.k8s.io/v1beta1/nodes')).items) usage.set(item.metadata.name, item.usage);
      drawNodes();
    } catch { /* a cluster without metrics shows requests alone */ }
  }
  const timer = setInterval(() => document.hidden || measure(), metricsTime);

  const node = h('section.page.overview', verdict, h('section.panel', h('h2', 'Attention'), problems), tiles,
    h('div.columns', h('section.panel', h('h2', h('a', { href: nodes.link() }, 'Nodes')), nodeList),
      h('section.panel', h('h2', h('a', { href: events.link() }, 'Events')), eventList)));
  problems.parentNode.hidden = true;
  nodeList.parentNode.hidden = true;
  return {
    node, title: 'Overview', ready: measure,
    dispose: () => {
      stops.forEach((stop) => stop());
      clearInterval(timer);
      clearTimeout(nodeTimer);
      cancelAnimationFrame(frame);
    },
  };
}

function problemRow({ kind, object, state }) {
  const place = object.metadata.namespace ? `${object.metadata.namespace}/` : '';
  return h('li', badge(state), h('a', { href: kind.link(object) }, h('span.faint', `${kind.kind} ${place}`), object.metadata.name),
    h('span.reason', state.detail), h('span.faint.end', age(object.metadata.creationTimestamp)));
}

/** A count, and a bar of how many are how. */
function makeTile(kind) {
  const number = h('strong', '…');
  const note = h('span.note');
  const bar = h('div.tone-bar');
  const node = h('a.tile', { href: kind.link() }, h('span.name', kind.title), number, note, bar);
  const update = ({ list, state, error }) => {
    if (state === 'loading') return;
    const amounts = Object.fromEntries(tones.map((tone) => [tone, 0]));
    let judged = 0;
    for (const object of list) {
      const tone = health(kind, object)?.tone;
      if (tone) {
        amounts[tone] += 1;
        judged += 1;
      }
    }
    write(number, state === 'denied' ? '–' : String(list.length));
    node.title = state === 'denied' ? error.message : '';
    write(note, [['bad', 'failing'], ['warn', 'waiting'], ['busy', 'on the way']].filter(([tone]) => amounts[tone])
      .map(([tone, word]) => `${amounts[tone]} ${word}`).join(', '));
    fill(bar, tones.filter((tone) => amounts[tone] && judged)
      .map((tone) => h('i', { class: tone, style: { 'flex-grow': amounts[tone] } })));
  };
  return { node, update };
}

function requested(list, resource) {
  return list.filter((pod) => !['Succeeded', 'Failed'].includes(pod.status?.phase))
    .reduce((sum, pod) => sum + pod.spec.containers.reduce((part, one) => part + quantity(one.resources?.requests?.[resource]), 0), 0);
}

function nodeCard(node, own, used) {
  const room = (key) => quantity(node.status?.allocatable?.[key]);
  const meter = (label, key, show) => {
    const total = room(key);
    const asked = own ? requested(own, key) : 0;
    const isUsed = used !== undefined;
    const share = (amount) => `${Math.min(100, total ? (100 * amount) / total : 0).toFixed(1)}%`;
    return h('div.meter', h('span', label),
      h('div.track', own && h('i.asked', { style: { width: share(asked) } }),
      isUsed && h('i.used', { style: { width: share(quantity(used[key])) } })),
      h('span.faint', isUsed ? `${show(quantity(used[key]))} of ${show(total)}` : own ? `${show(asked)} requested of ${show(total)}`
        : show(total)));
  };
  return h('article.node-card',
    h('header', h('a', { href: nodes.link(node) }, node.metadata.name), badge(health(nodes, node)),
    h('span.faint.end', own ? `${own.length} of ${room('pods')} pods` : '')),
    meter('CPU', 'cpu', cores), meter('Memory', 'memory', bytes));
}

