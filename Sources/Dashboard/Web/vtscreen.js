// What a terminal shows: a grid of cells with a cursor, a scrolling region, and the lines that have scrolled out (after ECMA-48 and the
// VT220, as programs on Linux use them through xterm's description).

const historyLimit = 5_000; // lines

export const plain = Object.freeze({ fore: null, back: null, bold: false, dim: false, italic: false, underline: false, inverse: false,
  strike: false });

function isWide(code) {
  return code >= 0x1100 && (code <= 0x115f || (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) || (code >= 0xac00 && code <= 0xd7a3)
    || (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60)
    || (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x1f300 && code <= 0x1f64f) || (code >= 0x1f900 && code <= 0x1f9ff)
      || (code >= 0x20000 && code <= 0x3fffd));
}

function isCombining(code) {
  return (code >= 0x300 && code <= 0x36f) || (code >= 0x200b && code <= 0x200f) || (code >= 0xfe00 && code <= 0xfe0f)
    || (code >= 0x20d0 && code <= 0x20ff);
}

/** A line: texts of cells (empty behind a wide one), and their looks. */
class Line {
  constructor(columns, look = plain) {
    this.cells = new Array(columns).fill(' ');
    this.looks = new Array(columns).fill(look);
  }

  resize(columns) {
    while (this.cells.length < columns) {
      this.cells.push(' ');
      this.looks.push(plain);
    }
    this.cells.length = columns;
    this.looks.length = columns;
  }
}

export class Screen {
  constructor(columns, rows) {
    Object.assign(this, { columns, rows });
    this.history = [];
    this.modes = { wrap: true, origin: false, insert: false, cursorVisible: true, cursorKeys: false, bracketedPaste: false };
    this.reset();
  }

  reset() {
    this.look = plain;
    this.lines = this.blank();
    this.x = 0;
    this.y = 0;
    this.mustWrap = false;
    this.top = 0;
    this.bottom = this.rows - 1;
    this.saved = null;
    this.main = null;
    Object.assign(this.modes, { wrap: true, origin: false, insert: false, cursorVisible: true, cursorKeys: false, bracketedPaste: false });
    this.dirty = new Set(this.lines.keys());
  }

  blank() {
    return Array.from({ length: this.rows }, () => new Line(this.columns));
  }

  touch(y) {
    this.dirty.add(y);
  }

  touchAll() {
    for (let y = 0; y < this.rows; y += 1) this.dirty.add(y);
  }

  /** The background new cells take. */
  get erased() {
    return this.look.back === null ? plain : { ...plain, back: this.look.back };
  }

  resize(columns, rows) {
    for (const line of [...this.lines, ...(this.main?.lines ?? [])]) line.resize(columns);
    while (this.lines.length > rows) {
      if (this.y < this.lines.length - 1) this.lines.pop();
      else {
        this.keep(this.lines.shift());
        this.y -= 1;
      }
    }
    while (this.lines.length < rows) this.lines.push(new Line(columns));
    Object.assign(this, { columns, rows, top: 0, bottom: rows - 1 });
    this.moveTo(this.x, this.y);
    this.touchAll();
  }

  keep(line) {
    if (this.main) return; // the alternate screen has no history
    this.history.push(line);
    if (this.history.length > historyLimit) this.history.splice(0, this.history.length - historyLimit);
  }

  put(text) {
    const code = text.codePointAt(0);
    if (isCombining(code)) {
      const x = Math.max(0, this.x - (this.mustWrap ? 0 : 1));
      this.lines[this.y].cells[x] += text;
      return this.touch(this.y);
    }
    const width = isWide(code) ? 2 : 1;
    if (this.mustWrap || this.x + width > this.columns) {
      if (this.modes.wrap) {
        this.x = 0;
        this.lineFeed();
      } else {
        this.x = this.columns - width;
      }
    }
    const line = this.lines[this.y];
    if (this.modes.insert) this.insertCells(width);
    line.cells[this.x] = text;
    line.looks[this.x] = this.look;
    if (width === 2) {
      line.cells[this.x + 1] = '';
      line.looks[this.x + 1] = this.look;
    }
    this.touch(this.y);
    this.mustWrap = this.x + width >= this.columns;
    this.x = Math.min(this.columns - 1, this.x + width);
  }

  moveTo(x, y) {
    this.touch(this.y);
    this.x = Math.max(0, Math.min(this.columns - 1, x));
    this.y = Math.max(0, Math.min(this.rows - 1, y));
    this.mustWrap = false;
    this.touch(this.y);
  }

  /** Up and down within the scrolling region, when the cursor is in it. */
  moveBy(x, y) {
    const low = this.y >= this.top ? this.top : 0;
    const high = this.y <= this.bottom ? this.bottom : this.rows - 1;
    this.moveTo(this.x + x, y === 0 ? this.y : Math.max(low, Math.min(high, this.y + y)));
  }

  place(row, column) {
    this.moveTo(column, this.modes.origin ? Math.min(this.bottom, this.top + row) : row);
  }

  lineFeed() {
    this.mustWrap = false;
    this.touch(this.y);
    if (this.y === this.bottom) this.scrollUp(1);
    else if (this.y < this.rows - 1) this.y += 1;
    this.touch(this.y);
  }

  reverseLineFeed() {
    if (this.y === this.top) this.scrollDown(1);
    else this.moveTo(this.x, this.y - 1);
  }

  scrollUp(count, top = this.top) {
    for (let i = 0; i < Math.min(count, this.bottom - top + 1); i += 1) {
      const [gone] = this.lines.splice(top, 1);
      if (top === 0) this.keep(gone);
      this.lines.splice(this.bottom, 0, new Line(this.columns, this.erased));
    }
    this.touchAll();
  }

  scrollDown(count, top = this.top) {
    for (let i = 0; i < Math.min(count, this.bottom - top + 1); i += 1) {
      this.lines.splice(this.bottom, 1);
      this.lines.splice(top, 0, new Line(this.columns, this.erased));
    }
    this.touchAll();
  }

  region(top, bottom) {
    if (top >= bottom || bottom >= this.rows) [top, bottom] = [0, this.rows - 1];
    Object.assign(this, { top, bottom });
    this.place(0, 0);
  }

  eraseLine(from, to, y = this.y) {
    const line = this.lines[y];
    for (let x = Math.max(0, from); x <= Math.min(to, this.columns - 1); x += 1) {
      line.cells[x] = ' ';
      line.looks[x] = this.erased;
    }
    this.touch(y);
  }

  /** 0: from the cursor on, 1: up to it, 2: all, 3: what has scrolled out. */
  eraseDisplay(part) {
    if (part === 3) this.history = [];
    if (part === 0) this.eraseLine(this.x, this.columns - 1);
    if (part === 1) this.eraseLine(0, this.x);
    const [from, to] = { 0: [this.y + 1, this.rows - 1], 1: [0, this.y - 1], 2: [0, this.rows - 1] }[part] ?? [0, -1];
    for (let y = from; y <= to; y += 1) this.eraseLine(0, this.columns - 1, y);
  }

  insertCells(count) {
    const line = this.lines[this.y];
    for (let i = 0; i < count; i += 1) {
      line.cells.splice(this.x, 0, ' ');
      line.looks.splice(this.x, 0, this.erased);
    }
    line.resize(this.columns);
    this.touch(this.y);
  }

  deleteCells(count) {
    const line = this.lines[this.y];
    line.cells.splice(this.x, count);
    line.looks.splice(this.x, count);
    line.resize(this.columns);
    this.touch(this.y);
  }

  insertLines(count) {
    if (this.y >= this.top && this.y <= this.bottom) this.scrollDown(count, this.y);
  }

  deleteLines(count) {
    if (this.y < this.top || this.y > this.bottom) return;
    for (let i = 0; i < Math.min(count, this.bottom - this.y + 1); i += 1) {
      this.lines.splice(this.y, 1);
      this.lines.splice(this.bottom, 0, new Line(this.columns, this.erased));
    }
    this.touchAll();
  }

  save() {
    this.saved = { x: this.x, y: this.y, look: this.look };
  }

  restore() {
    const { x = 0, y = 0, look = plain } = this.saved ?? {};
    this.look = look;
    this.moveTo(x, y);
  }

  /** Full-screen programs draw on a screen of their own and leave the other as it was. */
  useAlternate(isOn) {
    if (isOn === (this.main !== null)) return;
    if (isOn) {
      this.main = { lines: this.lines, x: this.x, y: this.y, look: this.look };
      this.lines = this.blank();
    } else {
      const { lines, x, y, look } = this.main;
      this.main = null;
      this.lines = lines;
      while (this.lines.length < this.rows) this.lines.push(new Line(this.columns));
      this.lines.length = this.rows;
      this.look = look;
      this.moveTo(x, y);
    }
    Object.assign(this, { top: 0, bottom: this.rows - 1 });
    this.touchAll();
  }
}
