import {el, fill} from './dom.js';
import {ago, duration, moment} from './format.js';
import {phaseBar, waterfall} from './phases.js';
import {outcomeOf} from './runs.js';
import {t, word} from './words.js';

/** A result in full: what, when, how long, in which phases, and all of it as JSON. */
export function shown(result) {
  const steps = waterfall(result);
  return el('div', {class: 'result', 'data-outcome': result.outcome},
      el('p', {},
          el('span', {class: `outcome outcome-${outcomeOf({last: result})}`}, word('outcome', result.outcome)), ' ',
          el('strong', {}, duration(result.duration_ns / 1e9)), ' ',
          result.failed_phase ? el('span', {class: 'quiet'}, `${word('phase', result.failed_phase)} `) : null,
          el('span', {class: 'message'}, result.message), ' ',
          el('time', {class: 'quiet', datetime: result.started_at}, ago(Date.parse(result.started_at)))),
      (result.warnings ?? []).map(warning => el('p', {class: 'warning'}, warning)),
      phaseBar(result),
      steps ? [el('h3', {}, t('task.stepsOf')), steps] : null,
      route(result),
      rawJson(t('result.raw'), result));
}

/** The routers on the way, of a traceroute or of what was gathered after a failure; null where there are none. */
function route(result) {
  const hops = result.details?.hops ?? result.details?.evidence?.traceroute?.hops;
  if (!Array.isArray(hops) || hops.length === 0) {
    return null;
  }
  return el('div', {class: 'route'},
      el('h3', {}, t('route.title')),
      el('ol', {}, hops.map(hop => el('li', {value: hop.hop},
          el('strong', {}, hop.addresses.join(', ') || t('route.silent')), ' ',
          el('span', {class: 'quiet'}, hop.rtts.map(millis => duration(millis / 1e3)).join(' · ')), ' ',
          hop.loss > 0 ? el('span', {class: 'warning'}, t('route.loss', {percent: hop.loss})) : null,
          hop.error ? el('span', {class: 'warning'}, ` ${hop.error}`) : null))));
}

/** Something as JSON that is folded away, and written out only once somebody looks. */
export function rawJson(title, value) {
  const text = el('pre', {class: 'raw', tabindex: '0'});
  return el('details', {ontoggle: event => {
    if (event.target.open && text.textContent === '') {
      text.textContent = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
    }
  }}, el('summary', {}, title), text);
}

/** The chain that a server showed, its own certificate first; null where it showed none. */
export function certificates(result) {
  const {tls, certificate} = result.details ?? {};
  if (!certificate?.subject) {
    return null;
  }
  return el('div', {class: 'certificates'},
      el('h3', {}, t('certificate.chain')),
      el('p', {}, `${tls?.version ?? ''} · ${tls?.cipher ?? ''} · `,
          certificate.valid ? t('certificate.valid') : t('certificate.invalid', {reason: certificate.reason})),
      el('ol', {}, [certificate, ...certificate.chain].map(one => el('li', {},
          el('strong', {}, one.subject), el('br'), el('span', {class: 'quiet'}, `← ${one.issuer}`), el('br'),
          `${moment(Date.parse(one.not_after))} · ${t('certificate.daysLeft', {days: one.days_left})}`))));
}

/** A line that unfolds to all of a result; what it unfolds to is made once somebody looks. */
export function foldedResult(result) {
  const body = el('div');
  return el('li', {}, el('details', {ontoggle: event => {
    if (event.target === event.currentTarget && event.target.open && body.childElementCount === 0) {
      fill(body, shown(result));
    }
  }},
      el('summary', {},
          el('span', {class: `outcome outcome-${result.outcome}`}, word('outcome', result.outcome)),
          el('time', {datetime: result.started_at}, moment(Date.parse(result.started_at))),
          el('span', {class: 'message'}, result.message)),
      body));
}
