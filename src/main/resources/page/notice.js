import {el, fill} from './dom.js';
import {t} from './words.js';

const SHOWN_MS = 8_000;

/** Says below the page what did not work, for a while. */
class Notice {
  #timer = 0;

  constructor() {
    this.element = el('div', {class: 'notice', role: 'alert', hidden: true});
    document.body.append(this.element);
  }

  say(text) {
    fill(this.element, el('strong', {}, t('problem.title')), ' ', text);
    this.element.hidden = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.element.hidden = true;
    }, SHOWN_MS);
  }
}

let notice = null;

/** A listener that does something which may fail: then the page says so, and the button can be used again. */
export function doing(work) {
  return async event => {
    const button = event?.currentTarget;
    if (button instanceof HTMLButtonElement) {
      button.disabled = true;
    }
    try {
      await work(event);
    } catch (problem) {
      notice ??= new Notice();
      notice.say(problem.status === 401 || problem.status === 403 ? t('token.readOnly') : problem.message);
    } finally {
      if (button instanceof HTMLButtonElement) {
        button.disabled = false;
      }
    }
  };
}
