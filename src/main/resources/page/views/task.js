import {backend, get, send} from '../api.js';
import {el, fill, say} from '../dom.js';
import {duration, until} from '../format.js';
import {doing} from '../notice.js';
import {certificates, foldedResult, rawJson, shown} from '../result.js';
import {nextDue} from '../runs.js';
import {chartFor, pastOf} from '../taskchart.js';
import {t} from '../words.js';

const PAST = 150;
/** Results of transactions are large. */
const PAST_OF_TRANSACTIONS = 25;
const FAILURES = 50;
/** Those that are asked for when one has come. */
const FRESH = 10;
const RETRY_MS = 1_000;
const NO_SUCCESS = ['failed', 'timeout', 'error'];

/** One task: how it is, how it was, and why it failed. */
export class TaskView {
  #closed = false;
  #results = [];
  #failures = [];
  #asking = false;
  #wanted = false;
  #lines = new Map();

  constructor(state, id) {
    this.state = state;
    this.id = id;
    this.head = el('div', {class: 'task-head'});
    this.next = el('span', {class: 'quiet'});
    this.ran = el('section', {class: 'panel', hidden: true, 'aria-live': 'polite'});
    this.last = el('section', {class: 'panel'});
    this.charts = el('section', {class: 'panel', hidden: true});
    this.failures = el('section', {class: 'panel'});
    this.options = el('section', {class: 'panel'});
    this.element = el('div', {class: 'task'}, this.head, this.ran, this.last, this.charts, this.failures, this.options);
    this.listener = event => event.detail.task_id === id && this.#load();
    this.opened = () => this.#load();
    state.addEventListener('result', this.listener);
    state.addEventListener('opened', this.opened);
    this.#begin();
  }

  draw() {
    const task = this.state.tasks.get(this.id);
    if (task && this.task) {
      // It was changed, or this page was open before the change had come here.
      const changed = ['name', 'target', 'type', 'interval_s'].some(field => task[field] !== this.task[field]);
      if (changed || this.embedded !== this.state.embedded) {
        this.#again();
      }
      say(this.next, `${t('task.next')}: ${nextDue(task) === null ? '–' : until(nextDue(task))}`);
    }
  }

  close() {
    this.#closed = true;
    clearTimeout(this.retry);
    this.state.removeEventListener('result', this.listener);
    this.state.removeEventListener('opened', this.opened);
    this.chart?.close();
  }

  async #begin() {
    this.retry = 0;
    try {
      this.task = await get(`api/agent/tasks/${encodeURIComponent(this.id)}`);
    } catch (problem) {
      if (problem.status === 404 && !this.task) {
        fill(this.head, el('p', {class: 'problem'}, t('task.missing', {id: this.id})));
      }
      // One that was made just now is not here yet, and an agent that is away comes back.
      this.#again();
      return;
    }
    this.#drawHead();
    await this.#load();
  }

  #again() {
    if (!this.retry && !this.#closed) {
      this.retry = setTimeout(() => this.#begin(), RETRY_MS);
    }
  }

  /** Reads what is new; results may come faster than they are read. */
  async #load() {
    if (this.#closed || !this.task) {
      return;
    }
    this.#wanted = true;
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    try {
      while (this.#wanted && !this.#closed) {
        this.#wanted = false;
        await this.#loadNew();
      }
    } catch {
      // The page says by itself that the agent is away; the next result asks again, and so does its return.
    } finally {
      this.#asking = false;
    }
  }

  async #loadNew() {
    const query = `api/agent/results?task_id=${encodeURIComponent(this.id)}`;
    const most = this.task.type === 'api' ? PAST_OF_TRANSACTIONS : PAST;
    const known = new Set(this.#results.map(result => result.result_id));
    const first = known.size === 0;
    const fresh = [];
    for (let cursor = ''; cursor !== null;) {
      const page = await get(`${query}&limit=${first ? most : FRESH}${cursor}`);
      const unknown = page.list.filter(result => !known.has(result.result_id));
      fresh.push(...unknown);
      const more = !first && unknown.length === page.list.length && fresh.length < most && page.next_cursor !== null;
      cursor = more ? `&cursor=${page.next_cursor}` : null;
    }
    this.#results = [...fresh, ...this.#results].slice(0, most);
    const failed = first
        ? (await Promise.all(NO_SUCCESS.map(outcome => get(`${query}&limit=${FAILURES}&outcome=${outcome}`)))).flatMap(one => one.list)
        : fresh.filter(result => NO_SUCCESS.includes(result.outcome));
    if (first || failed.length > 0) {
      this.#failures = [...failed, ...this.#failures]
          .sort((one, other) => Date.parse(other.started_at) - Date.parse(one.started_at)).slice(0, FAILURES);
      this.#drawFailures();
    }
    if (fresh.length > 0 || first) {
      this.#drawResults();
    }
  }

  #drawHead() {
    const {task} = this;
    this.embedded = this.state.embedded;
    fill(this.head,
        el('h1', {}, task.name),
        el('p', {class: 'quiet'}, `${task.type} · ${task.target} · ${duration(task.interval_s)} · id ${task.id} `, this.next),
        task.problem ? el('p', {class: 'problem'}, task.problem) : null,
        el('div', {class: 'actions'},
            el('button', {class: 'primary', 'data-action': 'run', onclick: doing(() => this.#run())}, t('action.runNow')),
            this.state.embedded ? this.#management() : null));
    fill(this.options, rawJson(t('task.options'), task.config));
  }

  #management() {
    const path = `tasks/${encodeURIComponent(this.id)}`;
    const leave = async () => {
      await this.state.refreshTasks().catch(() => {});
      location.hash = '#/tasks';
    };
    return [
      el('a', {class: 'button', href: `#/edit/${encodeURIComponent(this.id)}`}, t('action.edit')),
      el('button', {'data-action': 'disable', onclick: doing(async () => {
        await backend('PUT', path, {enabled: false});
        await leave();
      })}, t('action.disable')),
      el('button', {class: 'danger', 'data-action': 'delete', onclick: doing(async () => {
        if (confirm(t('confirm.delete', {name: this.task.name}))) {
          await backend('DELETE', path);
          await leave();
        }
      })}, t('action.delete')),
    ];
  }

  async #run() {
    const result = await send('POST', `api/agent/tasks/${encodeURIComponent(this.id)}/run`);
    this.ran.hidden = false;
    fill(this.ran, el('h2', {}, t('task.ran')), el('p', {class: 'quiet'}, t('result.stored')), shown(result));
  }

  #drawResults() {
    const [last] = this.#results;
    // What somebody has unfolded is not taken away from under their eyes.
    if (!this.last.querySelector('details[open]')) {
      fill(this.last, el('h2', {}, t('task.last')),
        last ? [shown(last), certificates(last)] : el('p', {class: 'quiet'}, t('task.noRuns')));
    }
    if (!last) {
      return;
    }
    if (!this.chart) {
      this.chart = chartFor(this.task.type, this.#results);
      fill(this.charts, this.chart.element);
      this.charts.hidden = false;
    }
    this.chart.show(pastOf(this.#results));
  }

  #drawFailures() {
    // Lines stay the same elements, so what is unfolded stays so.
    this.#lines = new Map(this.#failures.map(result =>
      [result.result_id, this.#lines.get(result.result_id) ?? foldedResult(result)]));
    if (!this.list) {
      this.list = el('ul', {class: 'results'});
      fill(this.failures, el('h2', {}, t('task.failures')), this.list);
    }
    fill(this.list, this.#failures.length === 0 ? el('li', {class: 'quiet'}, t('task.noFailures')) : [...this.#lines.values()]);
  }
}
