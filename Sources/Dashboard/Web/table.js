// A table of any length: only rows in sight are elements, and only cells whose text changed are touched.

import { fill, h, write } from './dom.js';

const overscan = 6; // rows beyond each edge
const tick = 10_000; // ms between renewals of ages

export class Table {
  /** `columns` as in kinds.js; `link(row)` is where a row leads; `key(row)` tells rows apart. */
  constructor({ columns, link, key = (row) => row.metadata.uid, onselect, empty, firstSort }) {
    Object.assign(this, { columns, link, key, onselect, empty });
    this.rows = [];
    this.shown = new Map();
    this.selected = -1;
    this.sortColumn = columns.find((one) => one.role === (firstSort ?? 'name')) ?? columns[0];
    this.ascending = true;
    this.head = h('tr');
    this.above = h('tr.spacer', h('td', { colspan: columns.length }));
    this.below = h('tr.spacer', h('td', { colspan: columns.length }));
    this.body = h('tbody', this.above, this.below);
    this.note = h('div.empty');
    this.node = h('div.table-scroll', { tabindex: 0, onscroll: () => this.draw(), onkeydown: (event) => this.keydown(event) },
      h('table.list', h('thead', this.head), this.body), this.note);
    this.drawHead();
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.node);
    this.timer = setInterval(() => this.draw(true), tick);
  }

  dispose() {
    this.observer.disconnect();
    clearInterval(this.timer);
  }

  measure() {
    this.rowHeight = parseFloat(getComputedStyle(this.node).getPropertyValue('--row')) || 38;
    this.draw();
  }

  drawHead() {
    fill(this.head, this.columns.map((column) => {
      const isSorted = column === this.sortColumn;
      return h('th', { class: classes(column), 'aria-sort': isSorted ? (this.ascending ? 'ascending' : 'descending') : 'none' },
        h('button', { type: 'button', onclick: () => this.sortBy(column) }, column.title));
    }));
  }

  sortBy(column) {
    this.ascending = column === this.sortColumn ? !this.ascending : true;
    this.sortColumn = column;
    this.drawHead();
    this.setRows(this.rows);
  }

  setRows(rows, note = '') {
    const { sort } = this.sortColumn;
    const sign = this.ascending ? 1 : -1;
    const keyed = rows.map((row) => [sort(row), row]);
    keyed.sort(([a, x], [b, y]) => sign * compare(a, b) || compare(this.columns[0].sort(x), this.columns[0].sort(y))
      || compare(this.key(x), this.key(y)));
    const before = this.rows[this.selected] && this.key(this.rows[this.selected]);
    this.rows = keyed.map(([, row]) => row);
    if (before) this.selected = this.rows.findIndex((row) => this.key(row) === before);
    fill(this.note, rows.length === 0 ? note || this.empty : null);
    this.node.classList.toggle('is-empty', rows.length === 0);
    this.draw();
  }

  draw(renew = false) {
    const height = this.rowHeight;
    if (!height || !this.node.isConnected) return;
    const top = Math.max(0, Math.floor(this.node.scrollTop / height) - overscan);
    const bottom = Math.min(this.rows.length, Math.ceil((this.node.scrollTop + this.node.clientHeight) / height) + overscan);
    const wanted = new Map();
    for (let index = top; index < bottom; index += 1) wanted.set(this.key(this.rows[index]), index);
    for (const [key, line] of this.shown) {
      if (wanted.has(key)) continue;
      line.element.remove();
      this.shown.delete(key);
    }
    let next = this.above.nextSibling;
    for (const [key, index] of wanted) {
      const line = this.shown.get(key) ?? this.makeLine(key);
      if (line.row !== this.rows[index] || renew) this.write(line, this.rows[index]);
      line.element.classList.toggle('is-selected', index === this.selected);
      if (line.element === next) next = next.nextSibling;
      else this.body.insertBefore(line.element, next);
    }
    this.space(this.above, top * height);
    this.space(this.below, (this.rows.length - bottom) * height);
  }

  space(spacer, height) {
    spacer.firstChild.style.height = `${Math.max(0, height)}px`;
    spacer.hidden = height <= 0;
  }

  makeLine(key) {
    const cells = this.columns.map((column) => {
      const holder = column.role === 'name' && this.link ? h('a') : h('span', { class: column.badge ? 'badge' : '' });
      return { holder, cell: h('td', { class: classes(column), data: { title: column.title } }, holder) };
    });
    const line = { element: h('tr', cells.map((one) => one.cell)), cells, row: null };
    line.element.addEventListener('click', (event) => this.click(event, line));
    this.shown.set(key, line);
    return line;
  }

  write(line, row) {
    line.row = row;
    this.columns.forEach((column, index) => {
      const { holder } = line.cells[index];
      const mark = column.badge?.(row);
      if (column.badge) holder.className = mark ? `badge ${mark.tone}` : '';
      const text = column.badge ? (mark?.text ?? '') : String(column.text(row) ?? '');
      write(holder, text);
      holder.title = mark?.detail ?? text;
      if (holder.tagName === 'A') holder.href = this.link(row);
    });
  }

  click(event, line) {
    if (event.target.closest('a') || event.defaultPrevented || getSelection()?.toString()) return;
    if (this.link) location.hash = this.link(line.row);
  }

  keydown(event) {
    if (event.metaKey || event.ctrlKey || event.altKey || (event.key === 'Enter' && event.target !== this.node)) return;
    if (!this.press(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Moves the selection, or does to the selected row what the key says; returns whether the key meant anything. */
  press(key) {
    const steps = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
    const row = this.rows[this.selected];
    if (key in steps) this.select(Math.max(0, Math.min(this.rows.length - 1, this.selected + steps[key])));
    else if (key === 'Enter' && row) location.hash = this.link(row);
    else return Boolean(row && this.onselect?.(key, row));
    return true;
  }

  select(index) {
    this.selected = index;
    const head = this.head.offsetHeight;
    const top = index * this.rowHeight;
    if (top < this.node.scrollTop) this.node.scrollTop = top;
    if (top + this.rowHeight + head > this.node.scrollTop + this.node.clientHeight) {
      this.node.scrollTop = top + this.rowHeight + head - this.node.clientHeight;
    }
    this.draw();
  }
}

function classes(column) {
  return [column.wide && 'wide', column.align === 'end' && 'end', column.role && `is-${column.role}`].filter(Boolean).join(' ') || null;
}

const collator = new Intl.Collator('en', { numeric: true });

function compare(a, b) {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a ?? ''), String(b ?? ''));
}
