import {el} from './dom.js';
import {duration} from './format.js';
import {word} from './words.js';

/** In the order in which they happen. */
export const PHASES = ['resolve', 'connect', 'tls', 'request', 'first_byte', 'transfer', 'check'];

/** The phases of a result in seconds, as far as its type has some. */
export function phasesOf(result) {
  const measured = result.details?.phases ?? {};
  return PHASES.filter(name => measured[name] !== undefined).map(name => ({name, seconds: measured[name] / 1000}));
}

/** A bar whose parts are as long as the phases, with their names and durations below it. */
export function phaseBar(result) {
  const phases = phasesOf(result);
  if (phases.length === 0) {
    return null;
  }
  return el('div', {class: 'phases'}, stack(phases), el('ul', {class: 'phase-legend'}, phases.map(phase =>
    el('li', {class: result.failed_phase === phase.name ? 'is-failed' : ''},
        el('span', {class: `swatch phase-${phase.name}`}), `${word('phase', phase.name)} ${duration(phase.seconds)}`))));
}

function stack(phases) {
  const total = phases.reduce((sum, phase) => sum + phase.seconds, 0) || 1;
  return el('div', {class: 'phase-bar', 'aria-hidden': 'true'}, phases.map(phase => {
    const part = el('span', {class: `phase-${phase.name}`});
    part.style.width = `${phase.seconds / total * 100}%`;
    return part;
  }));
}

/** The steps of a transaction one below the other, each where it was in the time of the whole. */
export function waterfall(result) {
  const steps = result.details?.steps ?? [];
  if (steps.length === 0) {
    return null;
  }
  const begun = Date.parse(result.started_at);
  const total = Math.max(result.duration_ns / 1e6, 0.001);
  return el('ol', {class: 'waterfall'}, steps.map(step => {
    const took = step.response_time_ms ?? 0;
    const offset = step.start_time ? Math.max(0, Date.parse(step.start_time) - begun) : 0;
    const piece = el('span', {class: 'waterfall-bar'}, stack(phasesOf({details: step})));
    piece.style.marginLeft = `${Math.min(98, offset / total * 100)}%`;
    piece.style.width = `${Math.max(1, Math.min(100 - offset / total * 100, took / total * 100))}%`;
    return el('li', {}, el('details', {},
        el('summary', {},
            el('span', {class: `outcome outcome-${step.outcome}`}, word('outcome', step.outcome)),
            el('span', {class: 'waterfall-name'}, step.name ?? step.step_id),
            el('span', {class: 'figure'}, duration(took / 1000)),
            el('span', {class: 'waterfall-track', 'aria-hidden': 'true'}, piece)),
        el('p', {}, step.message),
        el('pre', {class: 'raw', tabindex: '0'}, JSON.stringify(step, null, 2))));
  }));
}
