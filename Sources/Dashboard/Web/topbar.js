// The bar above every view: the namespace, search, the connection, the theme and who is signed in.

import { openDialog } from './dialog.js';
import { button, fill, h, icon, write } from './dom.js';
import { compareText } from './format.js';
import { namespaces } from './kinds.js';
import { openPalette } from './palette.js';
import { namespace, onNamespace, setNamespace, setTheme, theme, themes } from './prefs.js';
import { hasToken, mode, signOut, userName } from './session.js';
import { onConnection, store } from './store.js';

const themeIcons = { auto: 'auto', light: 'sun', dark: 'moon' };
const keyList = [['/ or Ctrl K', 'Search'], ['f', 'Filter'], ['j k ↑ ↓', 'Move in a list'], ['Enter', 'Open'], ['e y', 'YAML'],
  ['l', 'Logs'], ['s', 'Shell'], ['w', 'Why'], ['x', 'Scale'], ['r', 'Restart'], ['d', 'Delete'], ['Esc', 'Back to the list'],
  ['g', 'Overview'], ['c', 'Create'], ['t', 'Light, dark, as the system']];

/** Where namespaces may not be listed, one is typed. */
function namespaceField() {
  const chooser = h('select', { 'aria-label': 'Namespace', onchange: () => setNamespace(chooser.value) });
  const typed = h('input',
    { 'aria-label': 'Namespace', placeholder: 'All namespaces', hidden: true, value: namespace(),
    onchange: () => setNamespace(typed.value.trim()) });
  const draw = ({ list, state }) => {
    typed.hidden = state !== 'denied';
    chooser.hidden = !typed.hidden;
    const names = list.map((one) => one.metadata.name).sort(compareText);
    if (namespace() && !names.includes(namespace())) names.unshift(namespace());
    fill(chooser, h('option', { value: '' }, 'All namespaces'), names.map((name) => h('option', { value: name }, name)));
    chooser.value = namespace();
  };
  store(namespaces).subscribe(draw);
  onNamespace(() => draw(store(namespaces)));
  return h('label.namespace', icon('overview'), chooser, typed);
}

export function cycleTheme() {
  const next = themes[(themes.indexOf(theme()) + 1) % themes.length];
  setTheme(next);
  document.querySelector('.theme-button')?.replaceWith(themeButton());
}

function themeButton() {
  const label = { auto: 'as the system', light: 'light', dark: 'dark' }[theme()];
  return h('button.button.bare.theme-button',
    { type: 'button', title: `Colours: ${label}`, 'aria-label': `Colours: ${label}`, onclick: cycleTheme }, icon(themeIcons[theme()]));
}

export function showKeys() {
  return openDialog('question keys',
    (close) => h('form', { method: 'dialog' }, h('h2', 'Keys'),
    h('dl', keyList.flatMap(([keys, what]) => [h('dt', keys.split(' ').map((one) => (one === 'or' ? ' or ' : h('kbd', one)))),
    h('dd', what)])),
    h('div.buttons', button('Close', { class: 'primary', onclick: () => close() }))));
}

export function topbar({ openMenu }) {
  const state = h('span', 'Live');
  const connection = h('div.connection', { role: 'status', title: 'Everything shown is kept up to date by watches.' }, h('i'), state);
  onConnection((isLive) => {
    connection.classList.toggle('is-lost', !isLive);
    write(state, isLive ? 'Live' : 'Reconnecting …');
  });
  return h('header.topbar',
    h('button.button.bare.menu-button', { type: 'button', 'aria-label': 'Menu', onclick: openMenu }, icon('menu')), namespaceField(),
    h('button.search', { type: 'button', onclick: openPalette }, icon('search'), h('span', 'Search'), h('kbd', '/')),
    h('div.grow'), connection, themeButton(),
    h('button.button.bare.keys-button', { type: 'button', title: 'Keys', 'aria-label': 'Keys', onclick: showKeys }, icon('keys')),
    userName && h('div.who', { title: `Signed in as ${userName}` }, icon('user'), h('span', userName)),
    mode.mode === 'cluster' && hasToken() && h('button.button.bare', { type: 'button', onclick: signOut }, 'Sign out'));
}
