// Every kind the server serves, those of custom resources among them.

import { allKinds } from './discovery.js';
import { h } from './dom.js';
import { Table } from './table.js';

const text = (title, get, options = {}) => ({ title, text: get, sort: get, ...options });

export function kindsView() {
  const columns = [text('Kind', (kind) => kind.kind, { role: 'name' }), text('Group', (kind) => kind.group || 'core'),
    text('Version', (kind) => kind.version, { wide: true }),
    text('Scope', (kind) => (kind.namespaced ? 'Namespaced' : 'Cluster'), { wide: true }),
      text('Short', (kind) => kind.shortNames.join(', '), { wide: true })];
  const table = new Table({ columns, link: (kind) => kind.link(), key: (kind) => kind.id, empty: 'The server serves nothing.' });
  allKinds().then((kinds) => table.setRows(kinds), (error) => table.setRows([], error.message));
  return { node: h('section.page.list-page', h('header.page-head', h('h1', 'All kinds')), table.node), title: 'All kinds',
    key: (key) => table.press(key), ready: () => table.node.focus(), dispose: () => table.dispose() };
}
