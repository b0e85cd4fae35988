// One object: its summary, and tabs for YAML, logs, a shell and why it is as it is. What can be done to it is at the top.

import { actionsFor } from './actions.js';
import { button, fill, h, icon } from './dom.js';
import { health } from './health.js';
import { logsView } from './logs.js';
import { eventsPanel, podsPanel } from './related.js';
import { go } from './router.js';
import { mode } from './session.js';
import { shellView } from './shell.js';
import { store } from './store.js';
import { summaryPanels } from './summary.js';
import { whyView } from './whyview.js';
import { yamlView } from './yamlview.js';

export function objectView(kind, namespace, name, part, detail) {
  const source = store(kind, namespace, `metadata.name=${name}`);
  const head = h('header.page-head');
  const tabs = h('nav.tabs', { 'aria-label': 'Views' });
  const body = h('div.object-body');
  const node = h('section.page.object-page', head, tabs, body);
  let object = null;
  let view = null;
  let isGone = false;

  const tabList = () => [
    ['', 'Summary', 'overview', (o) => summaryView(kind, () => object ?? o)], ['yaml', 'YAML', 'edit', (o) => yamlView(kind, o)],
    kind.id === 'pods' && ['logs', 'Logs', 'logs', (o) => logsView(o, detail)],
      kind.id === 'pods' && ['shell', 'Shell', 'shell', (o) => shellView(o)],
    mode.why && ['why', 'Why', 'why', (o) => whyView(kind, o)],
  ].filter(Boolean);

  function drawHead() {
    const state = isGone ? { tone: 'idle', text: 'Deleted' } : health(kind, object);
    const actions = isGone ? [] : actionsFor(kind, object);
    fill(head, h('div.titles', h('p.crumbs', h('a', { href: kind.link() }, kind.title), namespace && h('span', namespace)),
      h('h1', name, state && h('span.badge', { class: state.tone, title: state.detail }, state.text))),
    h('div.grow'), h('div.actions',
      actions.map((one) => button(one.label, { class: one.tone, onclick: one.run, title: one.key && `Key ${one.key}` }, one.icon))));
    if (state?.detail && ['bad', 'warn'].includes(state.tone)) head.append(h('p.detail', { class: state.tone }, state.detail));
  }

  function begin() {
    const chosen = tabList().find(([id]) => id === (part ?? '')) ?? tabList()[0];
    fill(tabs, tabList().map(([id, title, iconName]) =>
      h('a', { href: kind.link({ namespace, name }, id), 'aria-current': id === chosen[0] ? 'page' : null }, icon(iconName), title)));
    view = chosen[3](object);
    fill(body, view.node);
    view.ready?.();
  }

  const stop = source.subscribe(({ items, state, error }) => {
    const [found] = items.values();
    if (found) {
      object = found;
      isGone = false;
      drawHead();
      if (view) view.update?.();
      else begin();
    } else if (object) {
      isGone = true;
      drawHead();
    } else if (state !== 'loading') {
      fill(body, h('div.empty', state === 'live' ? `There is no ${kind.kind} called ${name}${namespace ? ` in ${namespace}` : ''}.`
        : error?.message));
    }
  });

  function key(pressed) {
    const tab = { y: 'yaml', e: 'yaml', l: 'logs', s: 'shell', w: 'why', o: '' }[pressed];
    if (tab !== undefined && tabList().some(([id]) => id === tab)) return go(kind.link({ namespace, name }, tab)) ?? true;
    const action = object && !isGone && actionsFor(kind, object).find((one) => one.key === pressed);
    action?.run();
    return Boolean(action);
  }

  return {
    node, title: name, key, up: kind.link(),
    dispose: () => {
      stop();
      view?.dispose();
    },
  };
}

function summaryView(kind, current) {
  const own = h('div.panels');
  const related = [podsPanel(kind, current), kind.id !== 'events' && eventsPanel({ kind: kind.kind, ...current() })].filter(Boolean);
  let drawn = null;
  const update = () => {
    if (drawn === current()) return;
    drawn = current();
    // What somebody is reading or has opened stays until the object itself changes.
    fill(own, summaryPanels(kind, drawn).filter(Boolean));
  };
  update();
  return { node: h('div.summary', own, h('div.panels', related.map((one) => one.node))), update,
    dispose: () => related.forEach((one) => one.stop()) };
}
