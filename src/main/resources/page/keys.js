import {el, fill} from './dom.js';
import {t} from './words.js';

const VIEWS = ['overview', 'tasks', 'outbox', 'configuration'];

/** The page's keys; they are those of the focused field while somebody writes there. */
export function listenForKeys(state) {
  const help = el('dialog', {class: 'dialog'});
  document.body.append(help);
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || document.querySelector('dialog[open]')) {
      return;
    }
    const view = VIEWS[Number(event.key) - 1];
    if (view) {
      location.hash = `#/${view}`;
    } else if (event.key === '/') {
      event.preventDefault();
      const search = document.querySelector('input[type=search]');
      if (search) {
        search.focus();
      } else {
        location.hash = '#/tasks';
      }
    } else if (event.key === 'n' && state.embedded) {
      location.hash = '#/edit/new';
    } else if (event.key === '?') {
      showHelp(help);
    }
  });
}

function showHelp(help) {
  const lines = ['views', 'search', 'list', 'new', 'this'].map(key => el('li', {}, t(`help.${key}`)));
  fill(help, el('h2', {}, t('help.keys')), el('ul', {}, lines),
      el('form', {method: 'dialog', class: 'actions'}, el('button', {}, 'OK')));
  help.showModal();
}

function isWriting(target) {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}
