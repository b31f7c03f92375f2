import {el} from './dom.js';

/** Rows beyond the visible ones, so that scrolling does not show gaps. */
const SPARE = 4;
/** Rows that are made in one picture: making one takes longer than showing something else in it. */
const NEW_ROWS = 6;

/**
 * A list of any length of which only the visible rows exist. Rows have one height. It is moved through by arrow keys, j and k,
 * and opened by Enter.
 */
export class VirtualList {
  #items = [];
  #rows = [];
  #current = -1;
  #height = -1;

  /**
   * @param label for those who do not see it
   * @param rowHeight a function, because it depends on the width of the window
   * @param makeRow makes an element that any item may be shown in
   * @param drawRow shows an item in such an element
   * @param open called with the item that is opened
   */
  constructor({label, rowHeight, makeRow, drawRow, open}) {
    this.rowHeight = rowHeight;
    this.makeRow = makeRow;
    this.drawRow = drawRow;
    this.open = open;
    this.space = el('div', {class: 'list-space', role: 'presentation'});
    this.element = el('div', {
      class: 'list', tabindex: '0', role: 'listbox', 'aria-label': label,
      onscroll: () => this.draw(), onkeydown: event => this.#key(event),
    }, this.space);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.element);
  }

  close() {
    this.resized.disconnect();
  }

  /** Shows other items; the row that was chosen stays chosen where its item is still there. */
  show(items) {
    const chosen = this.#items[this.#current];
    this.#items = items;
    this.#current = chosen === undefined ? -1 : items.findIndex(item => item.id === chosen.id);
    this.draw();
  }

  draw() {
    const height = this.rowHeight();
    if (this.#height !== this.#items.length * height) {
      this.#height = this.#items.length * height;
      this.space.style.height = `${this.#height}px`;
    }
    const first = Math.max(0, Math.floor(this.element.scrollTop / height) - SPARE);
    const needed = Math.min(
        this.#items.length - first, Math.ceil(this.element.clientHeight / height) + 2 * SPARE);
    for (let made = 0; made < NEW_ROWS && this.#rows.length < needed; made++) {
      this.#addRow();
    }
    if (this.#rows.length < needed) {
      requestAnimationFrame(() => this.draw());
    }
    this.#rows.forEach((row, place) => {
      const index = first + place;
      row.hidden = place >= needed;
      if (row.hidden) {
        return;
      }
      this.#put(row, index, height);
      this.drawRow(row, this.#items[index]);
    });
    this.#describe();
  }

  /** Only where it changes: what is set again is laid out again. */
  #put(row, index, height) {
    const place = `${index} ${height} ${this.#items.length} ${index === this.#current}`;
    if (row.place !== place) {
      row.place = place;
      row.style.transform = `translateY(${index * height}px)`;
      row.dataset.index = index;
      row.setAttribute('aria-posinset', index + 1);
      row.setAttribute('aria-setsize', this.#items.length);
      row.setAttribute('aria-selected', index === this.#current);
    }
  }

  #addRow() {
    const row = this.makeRow();
    row.classList.add('list-row');
    row.setAttribute('role', 'option');
    row.id = `row-${this.#rows.length}`;
    row.addEventListener('click', () => {
      this.#current = Number(row.dataset.index);
      this.open(this.#items[this.#current]);
    });
    this.#rows.push(row);
    this.space.append(row);
  }

  #key(event) {
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.rowHeight()) - 1);
    const steps = {
      ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page,
      Home: -this.#items.length, End: this.#items.length,
    };
    if (event.key === 'Enter' && this.#items[this.#current]) {
      event.preventDefault();
      this.open(this.#items[this.#current]);
    } else if (steps[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.#choose(Math.max(0, Math.min(this.#items.length - 1, this.#current + steps[event.key])));
    }
  }

  #choose(index) {
    this.#current = index;
    const height = this.rowHeight();
    const top = index * height;
    if (top < this.element.scrollTop) {
      this.element.scrollTop = top;
    } else if (top + height > this.element.scrollTop + this.element.clientHeight) {
      this.element.scrollTop = top + height - this.element.clientHeight;
    }
    this.draw();
  }

  #describe() {
    const row = this.#rows.find(candidate => !candidate.hidden && Number(candidate.dataset.index) === this.#current);
    if (row) {
      this.element.setAttribute('aria-activedescendant', row.id);
    } else {
      this.element.removeAttribute('aria-activedescendant');
    }
  }
}
