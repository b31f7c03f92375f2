import {useToken} from './api.js';
import {el, fill} from './dom.js';
import {t} from './words.js';

/** Asks for the token, unless it is asked for already; calls done once one was given. */
export class TokenDialog {
  /** Without a token there is nothing to see, so Escape does not lead anywhere. */
  #given = false;

  constructor(done) {
    this.done = done;
    this.element = el('dialog', {class: 'dialog', onclose: () => this.#given || this.element.showModal()});
    document.body.append(this.element);
  }

  /** @param wrong whether one was given that is not valid */
  ask(wrong) {
    if (this.element.open) {
      return;
    }
    this.#given = false;
    const input = el('input', {type: 'password', id: 'token', name: 'token', autocomplete: 'current-password', required: true});
    const form = el('form', {
      onsubmit: event => {
        event.preventDefault();
        this.#given = true;
        useToken(input.value.trim());
        this.element.close();
        this.done();
      },
    },
        el('p', {}, t('token.prompt')),
        el('label', {for: 'token'}, t('token.label')),
        input,
        wrong ? el('p', {class: 'problem', role: 'alert'}, t('token.wrong')) : null,
        el('div', {class: 'actions'}, el('button', {class: 'primary'}, t('action.signIn'))));
    fill(this.element, form);
    this.element.showModal();
    input.focus();
  }
}
