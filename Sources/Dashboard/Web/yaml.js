// An editor of YAML: a text field above a coloured copy of its text. The server writes and reads the YAML; nothing is parsed here but
// for its colours.

import { fill, h } from './dom.js';

const indentation = 2;

const tokens = /^(\s*(?:- )*)([\w./$~"'-][^:#]*?)(:)(?=\s|$)(.*)$/;

/** Colours one line; `inBlock` lines are text of a block scalar. */
function paint(line) {
  const comment = line.match(/^\s*#.*$/);
  if (comment) return [h('span.y-comment', line)];
  const match = line.match(tokens);
  if (!match) {
    const item = line.match(/^(\s*(?:- )+)(.*)$/);
    return item ? [item[1], value(item[2])] : [value(line)];
  }
  return [match[1], h('span.y-key', match[2]), match[3], value(match[4])];
}

function value(text) {
  const bare = text.trim();
  if (!bare) return text;
  if (/^(true|false|null|~|\{\}|\[\])$/.test(bare)) return h('span.y-word', text);
  if (/^-?[0-9][0-9.]*$/.test(bare)) return h('span.y-number', text);
  return h('span.y-text', text);
}

export function paintAll(text) {
  const lines = [];
  let blockIndent = -1;
  for (const line of text.split('\n')) {
    const indent = line.search(/\S/);
    if (blockIndent >= 0 && (indent < 0 || indent > blockIndent)) {
      lines.push(h('span.y-text', line), '\n');
      continue;
    }
    blockIndent = /(^|\s)[|>][+-]?\d?\s*$/.test(line) ? indent : -1;
    lines.push(...paint(line), '\n');
  }
  return lines;
}

export function yamlEditor(text, { readOnly = false, onchange = () => {}, onsave = () => {} } = {}) {
  const copy = h('pre', { 'aria-hidden': 'true' });
  const field = h('textarea', {
    'aria-label': 'YAML', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off', autocomplete: 'off', wrap: 'off',
      readonly: readOnly,
    oninput: () => { repaint(); onchange(field.value); },
    onkeydown: (event) => keydown(event, field, onsave),
    onscroll: () => { copy.style.transform = `translate(${-field.scrollLeft}px, ${-field.scrollTop}px)`; },
  });
  let painted = null;
  function repaint() {
    if (painted === field.value) return;
    painted = field.value;
    fill(copy, paintAll(painted));
  }
  const node = h('div.yaml', h('div.yaml-copy', copy), field);
  /** The cursor stays where it was. */
  const set = (next) => {
    const { selectionStart, scrollTop } = field;
    field.value = next;
    field.setSelectionRange(Math.min(selectionStart, next.length), Math.min(selectionStart, next.length));
    field.scrollTop = scrollTop;
    repaint();
  };
  set(text);
  return { node, set, get text() { return field.value; }, set readOnly(isOn) { field.readOnly = isOn; }, focus: () => {
    field.setSelectionRange(0, 0);
    field.focus();
  } };
}

function keydown(event, field, onsave) {
  if ((event.ctrlKey || event.metaKey) && (event.key === 's' || event.key === 'Enter')) {
    event.preventDefault();
    onsave();
  } else if (event.key === 'Tab' && !field.readOnly && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    if (event.shiftKey) outdent(field);
    else insert(field, ' '.repeat(indentation));
  } else if (event.key === 'Enter' && !field.readOnly) {
    event.preventDefault();
    const line = field.value.slice(0, field.selectionStart).split('\n').pop();
    insert(field, `\n${line.match(/^\s*/)[0]}`);
  } else if (event.key === 'Escape') {
    field.blur();
  }
}

/** Through the browser's own command, so that undo knows of it. */
function insert(field, text) {
  if (!document.execCommand('insertText', false, text)) field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
}

function outdent(field) {
  const start = field.value.lastIndexOf('\n', field.selectionStart - 1) + 1;
  const spaces = field.value.slice(start).match(/^ {0,2}/)[0].length;
  if (!spaces) return;
  const place = field.selectionStart;
  field.setSelectionRange(start, start + spaces);
  document.execCommand('delete');
  field.setSelectionRange(Math.max(start, place - spaces), Math.max(start, place - spaces));
}

/** Leaves out what the cluster itself goes on changing: the status, and the object's revision. */
export function essence(text) {
  let isStatus = false;
  return text.split('\n').filter((line) => {
    if (/^\S/.test(line) && !line.startsWith('- ')) isStatus = line.startsWith('status:');
    return !isStatus && !/^  (resourceVersion|generation):/.test(line);
  }).join('\n');
}

/** The text with the revision of another. */
export function withRevisionOf(text, other) {
  const revision = other.match(/^  resourceVersion:.*$/m)?.[0];
  return revision ? text.replace(/^  resourceVersion:.*$/m, () => revision) : text;
}

/** Leaves out `metadata.managedFields`, which people do not edit; the server keeps what it has when it is missing. */
export function withoutManagedFields(text) {
  const lines = [];
  let isSkipping = false;
  for (const line of text.split('\n')) {
    if (line === '  managedFields:') isSkipping = true;
    else if (isSkipping && !/^ {0,2}[^ -]/.test(line)) continue;
    else isSkipping = false;
    if (!isSkipping) lines.push(line);
  }
  return lines.join('\n');
}
