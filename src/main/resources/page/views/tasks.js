import {get} from '../api.js';
import {el, fill, say} from '../dom.js';
import {ago, count, duration, until} from '../format.js';
import {VirtualList} from '../list.js';
import {nextDue, outcomeOf, RECENT, run} from '../runs.js';
import {Sparkline} from '../sparkline.js';
import {t, word} from '../words.js';

const NARROW = matchMedia('(max-width: 700px)');
/** Tasks are chosen and sorted anew this often at most; rows that are shown are drawn at each change. */
const SORT_EVERY_MS = 1_000;
/** Of the time, for sorting. */
const SORTING_SHARE = 0.03;
const HISTORIES_AT_ONCE = 3;
const OUTCOMES = ['success', 'failed', 'timeout', 'error', 'none', 'off'];
const WORST_FIRST = {error: 0, failed: 1, timeout: 2, none: 3, success: 4, off: 5};

const COLUMNS = {
  outcome: task => WORST_FIRST[outcomeOf(task)],
  name: task => task.rank,
  type: task => task.type,
  target: task => task.target,
  duration: task => -(task.last?.seconds ?? -1),
  last: task => -(task.last?.at ?? 0),
  next: task => nextDue(task) ?? Infinity,
};
const TITLES = {
  outcome: 'tasks.message', name: 'tasks.name', type: 'tasks.type', target: 'tasks.target',
  duration: 'tasks.duration', last: 'tasks.last', next: 'tasks.next',
};

/** What somebody chose stays while other views are shown. */
const chosen = {text: '', outcome: '', type: '', tenant: '', sort: 'outcome', reverse: false};
const order = new Intl.Collator(undefined, {numeric: true});

/** All tasks, however many. */
export class TasksView {
  #sortedAt = 0;
  #sortEvery = SORT_EVERY_MS;
  #version = -1;
  #listVersion = -1;
  #again = 0;
  #asking = 0;

  constructor(state) {
    this.state = state;
    this.caption = el('span', {class: 'caption', role: 'status'});
    this.types = this.#select('type', t('filter.allTypes'));
    this.tenants = this.#select('tenant', t('filter.allTenants'));
    const outcomes = this.#select('outcome', t('filter.allOutcomes'));
    setOptions(outcomes, OUTCOMES.map(name => [name, word('outcome', name)]), chosen.outcome);
    this.search = el('input', {
      type: 'search', placeholder: t('filter.search'), 'aria-label': t('filter.search'), value: chosen.text,
      oninput: event => this.#choose('text', event.target.value),
      onkeydown: event => event.key === 'ArrowDown' && this.list.element.focus(),
    });
    this.make = el('a', {class: 'button primary', href: '#/edit/new', hidden: true}, t('action.new'));
    this.heads = el('div', {class: 'list-head'});
    this.list = new VirtualList({
      label: t('nav.tasks'),
      rowHeight: () => NARROW.matches ? 64 : 40,
      makeRow: makeRow,
      drawRow: (row, task) => this.#drawRow(row, task),
      open: task => {
        location.hash = task.off ? `#/edit/${encodeURIComponent(task.id)}` : `#/task/${encodeURIComponent(task.id)}`;
      },
    });
    this.element = el('div', {class: 'tasks'},
        el('div', {class: 'filters'}, this.search, outcomes, this.types, this.tenants, this.caption,
            this.make),
        this.heads, this.list.element);
    this.#drawHeads();
  }

  draw() {
    this.make.hidden = !this.state.embedded;
    const now = performance.now();
    if (this.#version !== this.state.version && now - this.#sortedAt >= this.#sortEvery) {
      this.#sort();
      return;
    }
    if (this.#version !== this.state.version && this.#again === 0) {
      this.#again = setTimeout(() => {
        this.#again = 0;
        this.#sort();
      }, this.#sortEvery - (now - this.#sortedAt));
    }
    this.list.draw();
  }

  close() {
    clearTimeout(this.#again);
    this.list.close();
  }

  #select(key, all) {
    const select = el('select', {'aria-label': all, onchange: event => this.#choose(key, event.target.value)});
    select.append(el('option', {value: ''}, all));
    return select;
  }

  #choose(key, value) {
    chosen[key] = value;
    this.list.element.scrollTop = 0;
    this.#sort();
  }

  #sort() {
    this.#version = this.state.version;
    const begun = performance.now();
    const all = [...this.state.tasks.values()];
    if (this.#listVersion !== this.state.listVersion) {
      this.#listVersion = this.state.listVersion;
      setOptions(this.types, distinct(all, 'type'), chosen.type);
      setOptions(this.tenants, distinct(all, 'tenant_id'), chosen.tenant);
      this.tenants.hidden = this.tenants.options.length < 2;
    }
    const text = chosen.text.trim().toLowerCase();
    const shown = all.filter(task => (chosen.outcome === '' || outcomeOf(task) === chosen.outcome)
        && (chosen.type === '' || task.type === chosen.type)
        && (chosen.tenant === '' || String(task.tenant_id) === chosen.tenant)
        && (text === '' || `${task.id}\n${task.name}\n${task.target}`.toLowerCase().includes(text)));
    sortBy(shown);
    this.#sortedAt = performance.now();
    this.#sortEvery = Math.max(SORT_EVERY_MS, (this.#sortedAt - begun) / SORTING_SHARE);
    say(this.caption, all.length > 0 && shown.length === 0
        ? t('tasks.none') : t('tasks.caption', {shown: count(shown.length), total: count(all.length)}));
    this.list.show(shown);
  }

  #drawHeads() {
    fill(this.heads, Object.keys(COLUMNS).map(name => el('button', {
      class: `head-${name}`,
      'aria-pressed': String(chosen.sort === name),
      onclick: () => {
        chosen.reverse = chosen.sort === name && !chosen.reverse;
        chosen.sort = name;
        this.#drawHeads();
        this.#sort();
      },
    }, t(TITLES[name]), chosen.sort === name ? (chosen.reverse ? ' ▾' : ' ▴') : '')),
    el('span', {class: 'head-history'}, t('tasks.history')));
  }

  #drawRow(row, task) {
    const outcome = outcomeOf(task);
    const {parts} = row;
    if (row.outcome !== outcome) {
      row.outcome = outcome;
      parts.outcome.className = `outcome outcome-${outcome}`;
      say(parts.outcome, word('outcome', outcome));
    }
    say(parts.name, task.name);
    say(parts.type, task.type);
    say(parts.target, task.target);
    say(parts.duration, duration(task.last?.seconds));
    say(parts.last, ago(task.last?.at));
    const next = nextDue(task);
    say(parts.next, next === null ? '–' : until(next));
    say(parts.message, ['failed', 'timeout', 'error'].includes(outcome) ? task.last.message : '');
    parts.sparkline.draw(task.id, task.recent);
    this.#remember(task);
  }

  /** A task that is seen for the first time brings its past. */
  #remember(task) {
    if (task.asked || task.off || this.#asking >= HISTORIES_AT_ONCE) {
      return;
    }
    task.asked = true;
    this.#asking++;
    get(`api/agent/results?brief=true&limit=${RECENT}&task_id=${encodeURIComponent(task.id)}`)
        .then(page => {
          const known = new Set(task.recent.map(one => one.id));
          const past = page.list.map(one => run(one, one.duration_ns / 1e9)).filter(one => !known.has(one.id));
          const all = [...task.recent, ...past].sort((one, other) => one.at - other.at).slice(-RECENT);
          task.recent.splice(0, task.recent.length, ...all);
        })
        .catch(() => {
          // Its bars come with its next runs.
        })
        .finally(() => {
          this.#asking--;
          this.state.changed();
        });
  }
}

function makeRow() {
  const parts = {sparkline: new Sparkline()};
  for (const name of ['outcome', 'name', 'type', 'target', 'duration', 'last', 'next', 'message']) {
    parts[name] = el('span', {class: `cell-${name}`});
  }
  const row = el('div', {},
      el('span', {class: 'cell-outcome'}, parts.outcome), parts.name, parts.type, parts.target, parts.duration, parts.last,
      parts.next, el('span', {class: 'cell-history'}, parts.sparkline.element), parts.message);
  row.parts = parts;
  return row;
}

function sortBy(tasks) {
  const value = COLUMNS[chosen.sort];
  const keyed = tasks.map(task => [value(task), task]);
  const sign = chosen.reverse ? -1 : 1;
  keyed.sort(([one, first], [other, second]) => {
    const difference = one < other ? -1 : one > other ? 1 : 0;
    return sign * (difference || first.rank - second.rank);
  });
  keyed.forEach(([, task], place) => {
    tasks[place] = task;
  });
}

function distinct(tasks, field) {
  const values = new Set(tasks.map(task => task[field]).filter(value => value !== null && value !== undefined).map(String));
  return [...values].sort(order.compare).map(value => [value, value]);
}

/** Keeps the first option, which stands for all, and touches nothing where nothing changed. */
function setOptions(select, options, value) {
  const key = options.map(([name]) => name).join('\n');
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    select.replaceChildren(select.options[0], ...options.map(([name, text]) => el('option', {value: name}, text)));
    select.value = value;
  }
}
