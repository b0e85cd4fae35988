// Search: every kind by its name, and objects of the everyday kinds by theirs; Enter goes there.

import { h } from './dom.js';
import { openDialog } from './dialog.js';
import { kinds } from './kinds.js';
import { health } from './health.js';
import { namespace as chosenNamespace } from './prefs.js';
import { go } from './router.js';
import { store } from './store.js';

const searchedIds = new Set(['pods', 'deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'jobs.batch', 'cronjobs.batch', 'services',
  'ingresses.networking.k8s.io', 'configmaps', 'secrets', 'persistentvolumeclaims', 'persistentvolumes', 'nodes', 'namespaces',
  'replicationcontrollers', 'horizontalpodautoscalers.autoscaling']);
const shownLimit = 40;
const nearness = 50; // what the chosen namespace counts
const pages = [{ title: 'Overview', hash: '#/' }, { title: 'Create', hash: '#/create' }, { title: 'All kinds', hash: '#/kinds' }];

/** How well a name fits what was typed: 0 not at all; a beginning is better than a middle, and short better than long. */
export function score(name, word) {
  const place = name.indexOf(word);
  if (place < 0) return 0;
  const isWordStart = place === 0 || /[^a-z0-9]/.test(name[place - 1]);
  return (place === 0 ? 300 : isWordStart ? 200 : 100) - Math.min(90, name.length - word.length);
}

function bestScore(names, words) {
  let total = 0;
  for (const word of words) {
    const best = Math.max(...names.map((name, index) => score(name, word) * (index === 0 ? 1 : 0.5)));
    if (best <= 0) return 0;
    total += best;
  }
  return total;
}

let isOpen = false;

export async function openPalette() {
  if (isOpen) return;
  isOpen = true;
  const stops = [];
  const sources = kinds.filter((kind) => searchedIds.has(kind.id)).map((kind) => ({ kind, source: store(kind) }));
  await openDialog('palette', (close) => {
    const results = h('ul', { role: 'listbox', id: 'palette-results' });
    const field = h('input',
      { type: 'text', placeholder: 'Go to a pod, a service, a kind …', 'aria-label': 'Search', 'aria-controls': 'palette-results',
      autofocus: true, autocomplete: 'off', spellcheck: 'false', oninput: () => draw(), onkeydown: keydown });
    let found = [];
    let chosen = 0;

    function matches() {
      const words = field.value.toLowerCase().split(/[\s/]+/).filter(Boolean);
      const candidates = [...pages.map((one) => ({ ...one, kind: 'Page', names: [one.title.toLowerCase()] })),
        ...kinds.map((kind) =>
          ({ title: kind.title, kind: kind.section, hash: kind.link(), names: [kind.title.toLowerCase(), kind.plural, ...kind.shortNames],
          isKind: true }))];
      if (words.length === 0) return candidates.slice(0, 12);
      const scored = candidates.map((one) =>
        ({ ...one, score: bestScore(one.names, words) + (one.isKind && one.names.includes(words.join('')) ? 500 : 0) }))
        .filter((one) => one.score > 0);
      for (const { kind, source } of sources) {
        for (const object of source.list) {
          const { name, namespace = '' } = object.metadata;
          const value = bestScore([name, namespace, kind.kind.toLowerCase(), ...kind.shortNames], words);
          if (value > 0) scored.push({ title: name, kind: kind.kind, place: namespace, state: health(kind, object), hash: kind.link(object),
            score: value + (namespace && namespace === chosenNamespace() ? nearness : 0) });
        }
      }
      return scored.sort((a, b) => b.score - a.score || a.title.localeCompare(b.title)).slice(0, shownLimit);
    }

    function draw() {
      found = matches();
      chosen = 0;
      results.replaceChildren(...found.map((one, index) =>
        h('li', { role: 'option', onclick: () => choose(index), onmousemove: () => mark(index) },
        h('span.kind', one.kind), h('span.name', one.title), one.place && h('span.faint', one.place),
          one.state && h('i.dot', { class: one.state.tone, title: one.state.text }))));
      if (found.length === 0) results.append(h('li.faint', field.value ? 'Nothing of that name.' : ''));
      mark(0);
    }

    function mark(index) {
      chosen = Math.max(0, Math.min(found.length - 1, index));
      [...results.children].forEach((one, at) => one.setAttribute('aria-selected', at === chosen));
      results.children[chosen]?.scrollIntoView({ block: 'nearest' });
    }

    function choose(index) {
      if (!found[index]) return;
      close();
      go(found[index].hash);
    }

    function keydown(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) mark(chosen + step);
      else if (event.key === 'Enter') choose(chosen);
      else return;
      event.preventDefault();
    }

    for (const { source } of sources) {
      let last = -1;
      stops.push(source.subscribe(() => {
        if (last === source.list.length) return;
        last = source.list.length;
        const before = chosen;
        draw();
        mark(before);
      }));
    }
    draw();
    return h('div', field, results);
  });
  stops.forEach((stop) => stop());
  isOpen = false;
}
