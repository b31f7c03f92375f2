import {token} from './api.js';
import {el, fill} from './dom.js';
import {Header} from './header.js';
import {listenForKeys} from './keys.js';
import {State} from './state.js';
import {theme, useTheme} from './theme.js';
import {TokenDialog} from './token.js';
import {ConfigurationView} from './views/configuration.js';
import {EditView} from './views/edit.js';
import {OutboxView} from './views/outbox.js';
import {OverviewView} from './views/overview.js';
import {TaskView} from './views/task.js';
import {TasksView} from './views/tasks.js';
import {language} from './words.js';

const VIEWS = {
  overview: OverviewView,
  tasks: TasksView,
  task: TaskView,
  outbox: OutboxView,
  configuration: ConfigurationView,
  edit: EditView,
};
/** The link of the header under which a view is found. */
const FOUND_UNDER = {task: 'tasks', edit: 'tasks'};
const STALE_EVERY_MS = 1_000;

let state;
let header;
let view = null;
const main = el('main', {id: 'main', tabindex: '-1'});
const dialog = new TokenDialog(begin);

/** The view and what it shows, by the address: #/tasks, #/task/7, #/edit/new. */
function route() {
  const [name, ...rest] = location.hash.replace(/^#\//, '').split('/');
  return VIEWS[name] ? {name, id: rest.length ? decodeURIComponent(rest.join('/')) : null} : {name: 'overview', id: null};
}

function show() {
  const {name, id} = route();
  view?.close?.();
  view = new VIEWS[name](state, id);
  fill(main, view.element);
  main.dataset.view = name;
  draw();
}

function draw() {
  const {name} = route();
  header.draw(FOUND_UNDER[name] ?? name);
  if (state.status) {
    view?.draw();
  }
}

function drawAnew() {
  header = new Header(state, drawAnew);
  fill(document.body.querySelector('#top'), header.element);
  if (view instanceof EditView && view.state === state) {
    // What somebody has written there is not thrown away for another language.
    draw();
  } else {
    show();
  }
}

function begin() {
  state?.stop();
  state = new State();
  state.addEventListener('change', draw);
  state.addEventListener('token', () => dialog.ask(Boolean(token())));
  drawAnew();
  state.start();
}

useTheme(theme());
document.documentElement.lang = language;
document.body.append(el('div', {id: 'top'}), main);
window.addEventListener('hashchange', () => {
  scrollTo(0, 0);
  // Before the view is shown, because one may give the focus to a field.
  main.focus({preventScroll: true});
  show();
});
setInterval(() => header.draw(FOUND_UNDER[route().name] ?? route().name), STALE_EVERY_MS);
begin();
listenForKeys({get embedded() {
  return state.embedded;
}});
