import {get} from '../api.js';
import {el, fill} from '../dom.js';
import {count, moment} from '../format.js';
import {t} from '../words.js';

/** What this agent runs with, and what of the file it does not take. */
export class ConfigurationView {
  #since = null;
  #values = [];

  constructor(state) {
    this.state = state;
    this.standing = el('section', {class: 'panel', 'aria-live': 'polite'});
    this.table = el('tbody');
    this.search = el('input', {
      type: 'search', placeholder: t('config.filter'), 'aria-label': t('config.filter'), oninput: () => this.#drawValues(),
    });
    this.element = el('div', {class: 'configuration'}, this.standing,
        el('section', {class: 'panel'}, el('h2', {}, t('config.effective')), el('p', {class: 'quiet'}, t('config.intro')),
            this.search, el('table', {class: 'values'}, this.table)));
  }

  draw() {
    const {config} = this.state.status;
    const key = JSON.stringify(config);
    if (key !== this.drawn) {
      this.drawn = key;
      this.#drawStanding(config);
    }
    if (config.since !== this.#since) {
      this.#since = config.since;
      this.#load().catch(() => {
        this.#since = null;
      });
    }
  }

  async #load() {
    this.#values = flat(await get('api/agent/config'), '');
    this.#drawValues();
  }

  #drawStanding(config) {
    fill(this.standing,
        el('p', {}, t('config.origin', {origin: config.origin, since: moment(Date.parse(config.since))})),
        el('p', {class: 'quiet'},
            t('config.changes', {reloads: count(config.reloads), refusals: count(config.refusals)})),
        config.refusal
            ? el('p', {class: 'problem', role: 'alert'}, t('config.refused', {refusal: config.refusal}))
            : el('p', {class: 'good'}, t('config.applied')),
        config.restart_required.length > 0
            ? el('p', {class: 'warning'}, t('config.restart', {keys: config.restart_required.join(', ')})) : null);
  }

  #drawValues() {
    const text = this.search.value.trim().toLowerCase();
    fill(this.table, this.#values.filter(([key]) => key.toLowerCase().includes(text)).map(([key, value]) => el('tr', {},
        el('th', {scope: 'row'}, key),
        el('td', {class: value === null ? 'quiet' : ''}, value === null ? t('config.none') : shown(value)))));
  }
}

/** Keys as they stand in messages and in the documentation: with dots. */
function flat(object, prefix) {
  return Object.entries(object).flatMap(([key, value]) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0
        ? flat(value, `${prefix}${key}.`) : [[prefix + key, value]]);
}

function shown(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
