import {get, send} from '../api.js';
import {Chart} from '../charts.js';
import {el, fill, say} from '../dom.js';
import {count, duration, moment} from '../format.js';
import {doing} from '../notice.js';
import {rawJson} from '../result.js';
import {t} from '../words.js';

const DEAD = 'api/agent/outbox/dead';
const SHOWN = 200;

/** What waits for the backend, and what it will never take. */
export class OutboxView {
  #dead = -1;
  #lines = new Map();

  constructor(state) {
    this.state = state;
    this.figures = Object.fromEntries(['depth', 'delivered', 'dropped', 'notStored'].map(name => [name, el('strong')]));
    this.oldest = el('p', {class: 'quiet'});
    this.chart = new Chart(t('outbox.chart'), [{label: t('outbox.depth'), colour: 'accent'}]);
    this.letters = el('section', {class: 'panel', 'data-panel': 'dead'});
    this.element = el('div', {class: 'outbox'},
        el('section', {class: 'tiles'}, Object.entries(this.figures).map(([name, value]) =>
          el('div', {class: 'tile'}, el('span', {class: 'tile-label'}, t(`outbox.${name}`)), value))),
        this.oldest, this.chart.element, this.letters);
  }

  draw() {
    const {outbox} = this.state.status;
    say(this.figures.depth, count(outbox.depth));
    say(this.figures.delivered, count(outbox.delivered));
    say(this.figures.dropped, count(outbox.dropped));
    say(this.figures.notStored, count(outbox.not_stored));
    say(this.oldest, outbox.depth > 0 ? t('outbox.oldest', {age: duration(outbox.oldest_age_s)}) : '');
    const {trend} = this.state;
    if (trend && trend !== this.drawnTrend) {
      this.drawnTrend = trend;
      this.chart.show([trend.at_ms.map(ms => ms / 1000), trend.outbox_depth]);
    }
    if (outbox.dead !== this.#dead) {
      this.#dead = outbox.dead;
      this.#load().catch(() => {
        this.#dead = -1;
      });
    }
  }

  close() {
    this.chart.close();
  }

  async #load() {
    const {list} = await get(`${DEAD}?limit=${SHOWN}`);
    fill(this.letters, el('h2', {}, `${t('dead.title')} (${count(this.#dead)})`),
        list.length === 0 ? el('p', {class: 'quiet'}, t('dead.none')) : [
          el('div', {class: 'actions'},
              this.#button('retry-all', t('action.retryAll'), () => send('POST', `${DEAD}/retry`)),
              this.#button('purge-all', t('action.purgeAll'), () =>
                confirm(t('confirm.purge', {count: count(this.#dead)})) && send('DELETE', DEAD), 'danger')),
          el('ul', {class: 'results'}, list.map(letter => this.#line(letter))),
        ]);
  }

  /** The same element as before, so that what is unfolded stays so. */
  #line(letter) {
    if (!this.#lines.has(letter.result_id)) {
      this.#lines.set(letter.result_id, this.#letter(letter));
    }
    return this.#lines.get(letter.result_id);
  }

  #letter(letter) {
    const path = `${DEAD}/${encodeURIComponent(letter.result_id)}`;
    return el('li', {'data-letter': letter.result_id},
        rawJson([
          el('a', {href: `#/task/${encodeURIComponent(letter.task_id)}`}, letter.task_id),
          el('time', {datetime: letter.given_up_at}, moment(Date.parse(letter.given_up_at))),
          el('span', {class: 'message'}, letter.reason),
        ], letter.result),
        el('div', {class: 'actions'},
            this.#button('retry', t('action.retry'), () => send('POST', `${path}/retry`)),
            this.#button('purge', t('action.purge'), () =>
              confirm(t('confirm.purge', {count: 1})) && send('DELETE', path), 'danger')));
  }

  #button(name, label, work, kind = '') {
    return el('button', {'data-action': name, class: kind, onclick: doing(async () => {
      await work();
      const outbox = await get('api/agent/outbox');
      this.state.status.outbox = outbox;
      this.#dead = -1;
      this.draw();
    })}, label);
  }
}
