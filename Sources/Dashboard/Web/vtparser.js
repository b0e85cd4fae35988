// The language that programs speak to a terminal: text, control characters and escape sequences, carried out on a screen.

import { plain } from './vtscreen.js';

const lineDrawing = { j: '┘', k: '┐', l: '┌', m: '└', n: '┼', q: '─', t: '├', u: '┤', v: '┴', w: '┬', x: '│', a: '▒', '`': '◆', f: '°', g: '±', '~': '·', o: '⎺', s: '⎽' };
const sequenceLimit = 4_096; // characters of a sequence that is kept

export class Parser {
  /** `answer(text)` sends what programs ask the terminal for; `titled(text)` hears of titles. */
  constructor(screen, { answer, titled }) {
    Object.assign(this, { screen, answer, titled });
    this.state = 'text';
    this.sequence = '';
    this.drawsLines = [false, false];
    this.charset = 0;
    this.tabs = 8;
  }

  feed(text) {
    for (const character of text) this[this.state](character);
  }

  text(character) {
    const code = character.codePointAt(0);
    if (code >= 0x20 && code !== 0x7f) {
      this.last = this.drawsLines[this.charset] ? (lineDrawing[character] ?? character) : character;
      this.screen.put(this.last);
    } else {
      this.control(code);
    }
  }

  control(code) {
    const { screen } = this;
    if (code === 0x1b) this.begin('escape');
    else if (code === 0x08) screen.moveTo(screen.x - 1, screen.y);
    else if (code === 0x09) screen.moveTo((Math.floor(screen.x / this.tabs) + 1) * this.tabs, screen.y);
    else if (code === 0x0a || code === 0x0b || code === 0x0c) screen.lineFeed();
    else if (code === 0x0d) screen.moveTo(0, screen.y);
    else if (code === 0x0e) this.charset = 1;
    else if (code === 0x0f) this.charset = 0;
  }

  begin(state) {
    this.state = state;
    this.sequence = '';
  }

  escape(character) {
    const { screen } = this;
    this.state = 'text';
    switch (character) {
      case '[': return this.begin('csi');
      case ']': return this.begin('osc');
      case 'P': case 'X': case '^': case '_': return this.begin('ignored');
      case '(': return this.begin('charset0');
      case ')': return this.begin('charset1');
      case '#': case '%': case ' ': return this.begin('skipped');
      case '7': return screen.save();
      case '8': return screen.restore();
      case 'D': return screen.lineFeed();
      case 'E': screen.moveTo(0, screen.y); return screen.lineFeed();
      case 'M': return screen.reverseLineFeed();
      case 'c': screen.reset(); return undefined;
      default: return undefined;
    }
  }

  charset0(character) { this.drawsLines[0] = character === '0'; this.state = 'text'; }
  charset1(character) { this.drawsLines[1] = character === '0'; this.state = 'text'; }
  skipped() { this.state = 'text'; }

  /** Up to BEL, or ESC and a backslash. */
  ignored(character) {
    if (character === '\x07') this.state = 'text';
    else if (character === '\x1b') this.state = 'skipped';
  }

  osc(character) {
    if (character !== '\x07' && character !== '\x1b') {
      if (this.sequence.length < sequenceLimit) this.sequence += character;
      return;
    }
    this.state = character === '\x1b' ? 'skipped' : 'text';
    const title = this.sequence.match(/^[02];(.*)$/s)?.[1];
    if (title !== undefined) this.titled(title);
  }

  csi(character) {
    const code = character.codePointAt(0);
    if (code < 0x20) return this.control(code);
    if (code < 0x40) {
      if (this.sequence.length < sequenceLimit) this.sequence += character;
      return undefined;
    }
    this.state = 'text';
    const prefix = this.sequence.match(/^[?>=!]/)?.[0] ?? '';
    const parameters = this.sequence.slice(prefix.length).replace(/[ -/]+$/, '').split(';').map((one) => (one === '' ? 0 : parseInt(one, 10) || 0));
    if (prefix === '?' && (character === 'h' || character === 'l')) return parameters.forEach((one) => this.privateMode(one, character === 'h'));
    if (prefix === '>' && character === 'c') return this.answer('\x1b[>0;0;0c');
    if (prefix === '') return this.command(character, parameters);
    return undefined;
  }

  privateMode(mode, isOn) {
    const { screen } = this;
    const { modes } = screen;
    switch (mode) {
      case 1: modes.cursorKeys = isOn; break;
      case 6: modes.origin = isOn; screen.place(0, 0); break;
      case 7: modes.wrap = isOn; break;
      case 25: modes.cursorVisible = isOn; screen.touch(screen.y); break;
      case 47: case 1047: screen.useAlternate(isOn); break;
      case 1048: if (isOn) screen.save(); else screen.restore(); break;
      case 1049:
        if (isOn) screen.save();
        screen.useAlternate(isOn);
        if (!isOn) screen.restore();
        break;
      case 2004: modes.bracketedPaste = isOn; break;
      default: break;
    }
  }

  command(letter, parameters) {
    const { screen } = this;
    const first = parameters[0];
    const many = Math.max(1, first);
    const second = Math.max(1, parameters[1] ?? 1);
    switch (letter) {
      case '@': return screen.insertCells(Math.min(many, screen.columns));
      case 'A': return screen.moveBy(0, -many);
      case 'B': case 'e': return screen.moveBy(0, many);
      case 'C': case 'a': return screen.moveBy(many, 0);
      case 'D': return screen.moveBy(-many, 0);
      case 'E': screen.moveBy(0, many); return screen.moveTo(0, screen.y);
      case 'F': screen.moveBy(0, -many); return screen.moveTo(0, screen.y);
      case 'G': case '`': return screen.moveTo(many - 1, screen.y);
      case 'H': case 'f': return screen.place(many - 1, second - 1);
      case 'I': return screen.moveTo((Math.floor(screen.x / this.tabs) + many) * this.tabs, screen.y);
      case 'J': return screen.eraseDisplay(first);
      case 'K': return screen.eraseLine(first === 0 ? screen.x : 0, first === 1 ? screen.x : screen.columns - 1);
      case 'L': return screen.insertLines(many);
      case 'M': return screen.deleteLines(many);
      case 'P': return screen.deleteCells(many);
      case 'S': return screen.scrollUp(many);
      case 'T': return screen.scrollDown(many);
      case 'X': return screen.eraseLine(screen.x, screen.x + many - 1);
      case 'b': return this.last && this.feed(this.last.repeat(Math.min(many, screen.columns * screen.rows)));
      case 'c': return this.answer('\x1b[?62;22c');
      case 'd': return screen.place(many - 1, screen.x);
      case 'h': case 'l': if (parameters.includes(4)) screen.modes.insert = letter === 'h'; return undefined;
      case 'm': return this.looks(parameters);
      case 'n': return this.report(first);
      case 'r': return screen.region(many - 1, (parameters[1] || screen.rows) - 1);
      case 's': return screen.save();
      case 'u': return screen.restore();
      default: return undefined;
    }
  }

  report(what) {
    if (what === 5) this.answer('\x1b[0n');
    if (what === 6) this.answer(`\x1b[${this.screen.y + 1};${this.screen.x + 1}R`);
  }

  looks(parameters) {
    const look = { ...this.screen.look };
    for (let i = 0; i < parameters.length; i += 1) i = setLook(look, parameters, i);
    this.screen.look = Object.freeze(look);
  }
}

const switches = { 1: ['bold', true], 2: ['dim', true], 3: ['italic', true], 4: ['underline', true], 7: ['inverse', true],
  9: ['strike', true], 23: ['italic', false], 24: ['underline', false], 27: ['inverse', false], 29: ['strike', false] };

/** Applies the parameter at `i` (SGR) and returns the place of the last one it took. */
function setLook(look, parameters, i) {
  const code = parameters[i];
  if (code === 0) Object.assign(look, plain);
  else if (code in switches) look[switches[code][0]] = switches[code][1];
  else if (code === 22) Object.assign(look, { bold: false, dim: false });
  else if (code >= 30 && code <= 37) look.fore = code - 30;
  else if (code >= 90 && code <= 97) look.fore = code - 82;
  else if (code >= 40 && code <= 47) look.back = code - 40;
  else if (code >= 100 && code <= 107) look.back = code - 92;
  else if (code === 39) look.fore = null;
  else if (code === 49) look.back = null;
  else if (code === 38 || code === 48) {
    const field = code === 38 ? 'fore' : 'back';
    if (parameters[i + 1] === 5) {
      look[field] = parameters[i + 2] ?? null;
      return i + 2;
    }
    if (parameters[i + 1] === 2) {
      look[field] = `rgb(${parameters.slice(i + 2, i + 5).map((one) => Math.min(255, one)).join(',')})`;
      return i + 4;
    }
  }
  return i;
}

/** The colour of a number of xterm's table of 256: a class for the first 16, else a colour. */
export function colour(value) {
  if (typeof value === 'string' || value < 16) return value;
  if (value >= 232) {
    const grey = 8 + (value - 232) * 10;
    return `rgb(${grey},${grey},${grey})`;
  }
  const level = (n) => (n === 0 ? 0 : 55 + n * 40);
  const n = value - 16;
  return `rgb(${level(Math.floor(n / 36))},${level(Math.floor(n / 6) % 6)},${level(n % 6)})`;
}
