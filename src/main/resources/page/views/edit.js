import {backend, send} from '../api.js';
import {el, fill} from '../dom.js';
import {OptionFields, TYPES} from '../forms.js';
import {doing} from '../notice.js';
import {shown} from '../result.js';
import {t} from '../words.js';

const NEW = {name: '', type: 'http', target: '', interval: 60, enabled: true, config: {}};

/** A task of the embedded backend: made, changed, tried before it is saved, turned off and deleted. */
export class EditView {
  #begun = false;

  constructor(state, id) {
    this.state = state;
    this.id = id === 'new' ? null : id;
    this.element = el('div', {class: 'edit panel'});
    this.tried = el('section', {'aria-live': 'polite', 'data-panel': 'tried'});
  }

  draw() {
    if (this.#begun) {
      return;
    }
    this.#begun = true;
    if (!this.state.embedded) {
      fill(this.element, el('p', {class: 'quiet'}, t('edit.onlyEmbedded')));
      return;
    }
    if (this.id === null) {
      this.#form(NEW);
    } else {
      doing(async () => this.#form(await backend('GET', `tasks/${encodeURIComponent(this.id)}`)))();
    }
  }

  #form(task) {
    this.task = task;
    this.name = el('input', {id: 'task-name', value: task.name, required: true, autocomplete: 'off'});
    this.type = el('input', {
      id: 'task-type', value: task.type, required: true, list: 'types', autocomplete: 'off',
      onchange: () => this.#drawOptions(this.#writtenSoFar()),
    });
    this.target = el('input', {id: 'task-target', value: task.target, required: true, autocomplete: 'off'});
    this.interval = el('input', {id: 'task-interval', type: 'number', min: 1, step: 'any', value: task.interval, required: true});
    this.json = el('textarea', {id: 'task-json', rows: 6, spellcheck: 'false'});
    this.optionsPlace = el('div');
    const form = el('form', {onsubmit: event => {
      event.preventDefault();
      doing(() => this.#save())({currentTarget: event.submitter});
    }},
        el('h1', {}, this.id === null ? t('edit.titleNew') : t('edit.title', {name: task.name})),
        el('div', {class: 'fields'},
            labelled('edit.name', this.name), labelled('edit.type', this.type), labelled('edit.target', this.target),
            labelled('edit.intervalS', this.interval)),
        el('datalist', {id: 'types'}, TYPES.map(type => el('option', {value: type}))),
        el('h2', {}, t('edit.options')), this.optionsPlace, labelled('edit.config', this.json),
        el('div', {class: 'actions'},
            el('button', {class: 'primary', 'data-action': 'save'}, t('action.save')),
            el('button', {type: 'button', 'data-action': 'try', onclick: doing(() => this.#try())}, t('action.try')),
            this.id === null ? null : this.#toggle(task), this.id === null ? null : this.#delete(task),
            el('a', {class: 'button', href: '#/tasks'}, t('action.cancel'))),
        this.tried);
    fill(this.element, form);
    this.#drawOptions(task.config ?? {});
    this.name.focus();
  }

  #drawOptions(config) {
    this.options = new OptionFields(this.type.value.trim(), config);
    fill(this.optionsPlace, this.options.element);
    this.json.value = Object.keys(this.options.rest).length > 0 ? JSON.stringify(this.options.rest, null, 2) : '';
  }

  /** Another type keeps what was written, as far as that can be read. */
  #writtenSoFar() {
    try {
      return this.#config();
    } catch {
      return this.options.values();
    }
  }

  #config() {
    let rest = {};
    if (this.json.value.trim() !== '') {
      try {
        rest = JSON.parse(this.json.value);
      } catch {
        rest = null;
      }
      if (rest === null || typeof rest !== 'object' || Array.isArray(rest)) {
        throw new Error(t('edit.invalidJson'));
      }
    }
    return {...rest, ...this.options.values()};
  }

  #written() {
    return {
      name: this.name.value.trim(),
      type: this.type.value.trim(),
      target: this.target.value.trim(),
      interval: Number(this.interval.value),
      config: this.#config(),
    };
  }

  async #save() {
    const written = this.#written();
    const saved = this.id === null
        ? await backend('POST', 'tasks', written)
        : await backend('PUT', `tasks/${encodeURIComponent(this.id)}`, written);
    await this.#refresh();
    location.hash = this.task.enabled === false ? '#/tasks' : `#/task/${encodeURIComponent(saved.id ?? this.id)}`;
  }

  async #try() {
    const {type, target, config} = this.#written();
    fill(this.tried, '…');
    try {
      const result = await send('POST', 'api/agent/try', {type, target, config});
      fill(this.tried, el('h2', {}, t('edit.tried')), shown(result));
    } catch (problem) {
      fill(this.tried);
      throw problem;
    }
  }

  /** It is saved, whether or not the list can be read just now. */
  async #refresh() {
    await this.state.refreshTasks().catch(() => {});
  }

  #toggle(task) {
    return el('button', {type: 'button', 'data-action': 'toggle', onclick: doing(async () => {
      await backend('PUT', `tasks/${encodeURIComponent(this.id)}`, {enabled: task.enabled === false});
      await this.#refresh();
      location.hash = '#/tasks';
    })}, t(task.enabled === false ? 'action.enable' : 'action.disable'));
  }

  #delete(task) {
    return el('button', {type: 'button', class: 'danger', 'data-action': 'delete', onclick: doing(async () => {
      if (confirm(t('confirm.delete', {name: task.name}))) {
        await backend('DELETE', `tasks/${encodeURIComponent(this.id)}`);
        await this.#refresh();
        location.hash = '#/tasks';
      }
    })}, t('action.delete'));
  }
}

function labelled(key, input) {
  return el('label', {for: input.id}, el('span', {}, t(key)), input);
}
