import {token, useToken} from './api.js';
import {el, say} from './dom.js';
import {span} from './format.js';
import {theme, THEMES, useTheme} from './theme.js';
import {language, LANGUAGES, speak, t} from './words.js';

const NAMES = {en: 'English', zh: '中文'};

/** The line above every view: which agent it is, the views, whether what is shown is live. */
export class Header {
  /** @param redraw called after another language was chosen */
  constructor(state, redraw) {
    this.state = state;
    this.name = el('span', {class: 'agent-name'});
    this.live = el('span', {class: 'live', role: 'status'});
    this.links = ['overview', 'tasks', 'outbox', 'configuration'].map(view =>
      el('a', {href: `#/${view}`, 'data-view': view}, t(`nav.${view}`)));
    this.stale = el('p', {class: 'stale-note', role: 'alert', hidden: true});
    this.element = el('header', {},
        el('div', {class: 'brand'}, el('img', {src: 'icon.svg', alt: '', width: 28, height: 28}), this.name),
        el('nav', {'aria-label': t('nav.label')}, this.links),
        el('div', {class: 'tools'}, this.live,
            select(t('menu.language'), LANGUAGES.map(code => [code, NAMES[code]]), language, chosen => {
              speak(chosen);
              redraw();
            }),
            select(t('menu.theme'), THEMES.map(name => [name, t(`theme.${name}`)]), theme(), useTheme),
            token() ? el('button', {class: 'quiet', onclick: () => {
              useToken(null);
              location.reload();
            }}, t('action.signOut')) : null),
        this.stale);
  }

  draw(view) {
    const {status, link, lostAt} = this.state;
    say(this.name, status ? `${status.agent.agent_id} · ${status.agent.agent_area}` : t('status.title'));
    document.title = status ? `${status.agent.agent_id} – Dialer` : 'Dialer';
    this.links.forEach(one => {
      if (one.dataset.view === view) {
        one.setAttribute('aria-current', 'page');
      } else {
        one.removeAttribute('aria-current');
      }
    });
    const stale = link === 'stale' || link === 'closed';
    say(this.live, stale ? '' : t(`live.${link}`));
    this.live.dataset.link = link;
    this.stale.hidden = link !== 'stale';
    if (link === 'stale') {
      say(this.stale, t('live.stale', {ago: span(lostAt, Date.now())}));
    }
    document.body.classList.toggle('is-stale', stale);
  }
}

function select(label, options, chosen, use) {
  return el('select', {'aria-label': label, title: label, onchange: event => use(event.target.value)},
      options.map(([value, text]) => el('option', {value, selected: value === chosen}, text)));
}
