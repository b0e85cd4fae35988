// The list of a kind's objects, live, filtered as one types.

import { confirmDelete } from './actions.js';
import { button, h, write } from './dom.js';
import { count } from './format.js';
import { columnsOf, events } from './kinds.js';
import { namespace, onNamespace } from './prefs.js';
import { go, reload } from './router.js';
import { store } from './store.js';
import { Table } from './table.js';

export function listView(kind) {
  const source = store(kind, namespace());
  const columns = columnsOf(kind, namespace() === '');
  const table = new Table({
    columns, link: (o) => kind.link(o), empty: emptyText(kind),
    onselect: (key, row) => rowKey(kind, key, row), firstSort: kind === events ? 'age' : 'name',
  });
  const total = h('span.total');
  const filter = h('input.filter',
    { type: 'search', placeholder: 'Filter', 'aria-label': `Filter ${kind.title}`, data: { filter: true }, oninput: () => update(source),
    onkeydown: leaveFilter });
  const update = ({ list, state, error }) => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = words.length ? list.filter((o) => matches(o, words, columns)) : list;
    table.setRows(rows, note(kind, state, error, words.length && list.length));
    write(total, state === 'loading' ? '…' : words.length ? `${rows.length} of ${list.length}` : count(list.length, 'object')
      .replace(/ objects?$/, ''));
  };
  function leaveFilter(event) {
    if (event.key === 'Escape' && filter.value) filter.value = '';
    else if (!['Escape', 'Enter', 'ArrowDown'].includes(event.key)) return;
    update(source);
    event.preventDefault();
    table.node.focus();
    if (event.key !== 'Escape') table.select(0);
  }
  const stops = [source.subscribe(update), onNamespace(reload)];
  const creates = kind.can('create') && kind.kind !== 'Event' && kind.kind !== 'Node';
  const node = h('section.page.list-page', { data: { kind: kind.id } },
    h('header.page-head', h('h1', kind.title, total), h('div.grow'), filter,
      creates && button('Create', { onclick: () => go('#/create') }, 'plus')),
    table.node);
  return { node, title: kind.title, key: (key) => table.press(key), ready: () => table.node.focus({ preventScroll: true }),
    dispose: () => { stops.forEach((stop) => stop()); table.dispose(); } };
}

/** Every word is in the name, the namespace, a label or a cell. */
function matches(object, words, columns) {
  const { name, namespace: home = '', labels = {} } = object.metadata;
  const text = [name, home, ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ...columns.map((column) => column.text(object))].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

function note(kind, state, error, hidden) {
  if (state === 'loading') return 'Loading …';
  if (state === 'denied') return error.message;
  if (state === 'lost') return `${error.message} Trying again.`;
  return hidden ? 'Nothing matches the filter.' : '';
}

function emptyText(kind) {
  const place = kind.namespaced && namespace() ? ` in the namespace ${namespace()}` : '';
  return `There are no ${kind.title.charAt(0).toLowerCase()}${kind.title.slice(1)}${place}.`;
}

function rowKey(kind, key, row) {
  const parts = { e: 'yaml', y: 'yaml' };
  if (kind.kind === 'Pod') Object.assign(parts, { l: 'logs', s: 'shell' });
  if (key in parts) go(kind.link(row, parts[key]));
  else if (key === 'Delete' || key === 'd') confirmDelete(kind, row);
  else return false;
  return true;
}
