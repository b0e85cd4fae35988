// A terminal on the page: draws a screen's lines as they change, and turns keys and pasted text into what programs expect.

import { fill, h } from './dom.js';
import { Parser, colour } from './vtparser.js';
import { Screen, plain } from './vtscreen.js';

const functionKeys = { F1: 'OP', F2: 'OQ', F3: 'OR', F4: 'OS', F5: '[15~', F6: '[17~', F7: '[18~', F8: '[19~', F9: '[20~', F10: '[21~',
  F11: '[23~', F12: '[24~' };
const editingKeys = { Insert: '[2~', Delete: '[3~', PageUp: '[5~', PageDown: '[6~' };
const cursorKeys = { ArrowUp: 'A', ArrowDown: 'B', ArrowRight: 'C', ArrowLeft: 'D', Home: 'H', End: 'F' };

export class Terminal {
  /** `input(text)` takes what was typed; `resized(columns, rows)` hears of a new size. */
  constructor({ input, resized }) {
    Object.assign(this, { input, resized });
    this.screen = new Screen(80, 24);
    this.parser = new Parser(this.screen, { answer: input, titled: () => {} });
    this.decoder = new TextDecoder();
    this.past = h('div.past');
    this.present = h('div.present');
    this.probe = h('span.probe', 'M'.repeat(20));
    this.keys = h('textarea.keys', {
      'aria-label': 'Terminal', autocapitalize: 'off', autocomplete: 'off', autocorrect: 'off', spellcheck: 'false',
      onkeydown: (event) => this.keydown(event), oninput: () => this.typed(), onpaste: (event) => this.paste(event),
      onfocus: () => this.node.classList.add('is-focused'), onblur: () => this.node.classList.remove('is-focused'),
    });
    this.node = h('div.terminal', { onmouseup: () => getSelection().isCollapsed && this.focus() }, this.past, this.present, this.keys,
      this.probe);
    this.keptLines = 0;
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.node);
  }

  dispose() {
    this.observer.disconnect();
  }

  focus() {
    this.keys.focus({ preventScroll: true });
  }

  /** Fits as many cells as there is room for. */
  measure() {
    const { width, height } = this.probe.getBoundingClientRect();
    const style = getComputedStyle(this.node);
    const room = (side, other) => parseFloat(style[side]) + parseFloat(style[other]);
    if (!width) return;
    const columns = Math.max(20, Math.floor((this.node.clientWidth - room('paddingLeft', 'paddingRight')) / (width / 20)));
    const rows = Math.max(5, Math.floor((this.node.clientHeight - room('paddingTop', 'paddingBottom')) / height));
    if (columns === this.screen.columns && rows === this.screen.rows && this.isMeasured) return;
    this.isMeasured = true;
    this.screen.resize(columns, rows);
    this.resized(columns, rows);
    this.draw();
  }

  write(bytes) {
    this.parser.feed(typeof bytes === 'string' ? bytes : this.decoder.decode(bytes, { stream: true }));
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    const { screen } = this;
    const isAtEnd = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 40;
    this.drawHistory();
    while (this.present.childElementCount > screen.rows) this.present.lastChild.remove();
    while (this.present.childElementCount < screen.rows) this.present.append(h('div.line'));
    for (const y of screen.dirty) {
      const isCursor = y === screen.y && screen.modes.cursorVisible;
      if (y < screen.rows) fill(this.present.children[y], runs(screen.lines[y], isCursor ? screen.x : -1));
    }
    screen.dirty.clear();
    if (isAtEnd) this.node.scrollTop = this.node.scrollHeight;
  }

  drawHistory() {
    const { history } = this.screen;
    this.past.hidden = this.screen.main !== null;
    if (history.length < this.keptLines || history[0] !== this.firstKept) {
      this.past.replaceChildren();
      this.keptLines = 0;
    }
    this.firstKept = history[0];
    for (; this.keptLines < history.length; this.keptLines += 1) this.past.append(h('div.line', runs(history[this.keptLines], -1)));
  }

  send(text) {
    this.node.scrollTop = this.node.scrollHeight;
    this.input(text);
  }

  keydown(event) {
    const text = this.sequence(event);
    if (text === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.send(text);
  }

  /** What a key sends; null leaves it to the browser. */
  sequence({ key, ctrlKey, altKey, metaKey, shiftKey, isComposing }) {
    if (isComposing || metaKey) return null;
    if (ctrlKey && shiftKey && /^[cv]$/i.test(key)) return null; // the browser copies and pastes
    if (ctrlKey && !altKey && key === 'c' && !getSelection().isCollapsed) return null;
    const modifier = 1 + (shiftKey ? 1 : 0) + (altKey ? 2 : 0) + (ctrlKey ? 4 : 0);
    if (key in cursorKeys) {
      if (modifier > 1) return `\x1b[1;${modifier}${cursorKeys[key]}`;
      return `\x1b${this.screen.modes.cursorKeys ? 'O' : '['}${cursorKeys[key]}`;
    }
    if (key in editingKeys) return shiftKey ? null : `\x1b${editingKeys[key]}`;
    if (key in functionKeys) return `\x1b${functionKeys[key]}`;
    if (key === 'Enter') return altKey ? '\x1b\r' : '\r';
    if (key === 'Backspace') return altKey ? '\x1b\x7f' : ctrlKey ? '\x08' : '\x7f';
    if (key === 'Tab') return shiftKey ? '\x1b[Z' : '\t';
    if (key === 'Escape') return '\x1b';
    if (key.length !== 1) return null;
    if (ctrlKey && !altKey) {
      const code = key.toUpperCase().charCodeAt(0);
      if (code >= 64 && code <= 95) return String.fromCharCode(code - 64);
      return key === ' ' ? '\0' : key === '/' ? '\x1f' : null;
    }
    if (altKey && !ctrlKey) return `\x1b${key}`;
    return null; // arrives as input, composed if need be
  }

  typed() {
    const text = this.keys.value;
    this.keys.value = '';
    if (text) this.send(text.replaceAll('\n', '\r'));
  }

  paste(event) {
    event.preventDefault();
    const text = event.clipboardData.getData('text').replace(/\r?\n/g, '\r').replaceAll('\x1b', '');
    if (text) this.send(this.screen.modes.bracketedPaste ? `\x1b[200~${text}\x1b[201~` : text);
  }
}

/** A line as runs of one look each; the cell at `cursor` is one of its own. */
function runs(line, cursor) {
  const found = [];
  let end = line.cells.length;
  while (end > cursor + 1 && end > 0 && line.cells[end - 1] === ' ' && line.looks[end - 1] === plain) end -= 1;
  for (let x = 0; x < end;) {
    const look = line.looks[x];
    let next = x + 1;
    if (x !== cursor) while (next < end && next !== cursor && line.looks[next] === look) next += 1;
    found.push(run(line.cells.slice(x, next).join(''), look, x === cursor));
    x = next;
  }
  return found;
}

function run(text, look, isCursor) {
  if (look === plain && !isCursor) return text;
  const [fore, back] = look.inverse ? [look.back ?? 'back', look.fore ?? 'fore'] : [look.fore, look.back];
  const names = ['bold', 'dim', 'italic', 'underline', 'strike'].filter((name) => look[name]);
  if (isCursor) names.push('cursor');
  const style = {};
  for (const [value, property, letter] of [[fore, 'color', 'f'], [back, 'background-color', 'b']]) {
    if (value === null) continue;
    const shown = value === 'fore' || value === 'back' ? value : colour(value);
    if (typeof shown === 'number' || shown === 'fore' || shown === 'back') names.push(`${letter}-${shown}`);
    else style[property] = shown;
  }
  return h('span', { class: names.join(' '), style }, text);
}
