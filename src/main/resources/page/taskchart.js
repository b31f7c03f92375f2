import {Chart, stacked} from './charts.js';
import {PHASES} from './phases.js';
import {t, word} from './words.js';

/** The chart that tells most of some results, of which there is one at least. */
export function chartFor(type, results) {
  if (type === 'ping') {
    return new PingChart();
  }
  return results.some(result => result.details?.phases) ? new PhaseChart() : new DurationChart();
}

/** Results as charts want them, the oldest first. */
export function pastOf(results) {
  return [...results].reverse();
}

/** How long each phase took, one on the other; runs that did not succeed have a mark on top. */
class PhaseChart {
  constructor() {
    // The last phase is drawn first and the others in front of it, each as high as itself and those before it.
    this.chart = new Chart(t('task.phases'), [
      ...[...PHASES].reverse().map(name => ({
        label: word('phase', name), colour: `phase-${name}`, kind: 'bars', value: (plot, value, series, row) => this.#own(name, row),
      })),
      {label: word('outcome', 'failed'), colour: 'failed', kind: 'points'},
    ], {unit: t('chart.ms')});
    this.element = this.chart.element;
  }

  show(results) {
    this.columns = PHASES.map(name => results.map(result => result.details?.phases?.[name] ?? null));
    const sums = stacked(this.columns);
    this.chart.show([results.map(startedAt), ...sums.reverse(), results.map(failedMillis)]);
  }

  close() {
    this.chart.close();
  }

  #own(name, row) {
    const value = row === null || row === undefined ? null : this.columns?.[PHASES.indexOf(name)][row];
    return value === null || value === undefined ? '–' : String(Math.round(value * 1000) / 1000);
  }
}

/** For types without phases: how long each run took. */
class DurationChart {
  constructor() {
    this.chart = new Chart(t('task.durations'), [
      {label: t('tasks.duration'), colour: 'accent', kind: 'bars'},
      {label: word('outcome', 'failed'), colour: 'failed', kind: 'points'},
    ], {unit: t('chart.ms')});
    this.element = this.chart.element;
  }

  show(results) {
    this.chart.show([results.map(startedAt), results.map(result => result.duration_ns / 1e6), results.map(failedMillis)]);
  }

  close() {
    this.chart.close();
  }
}

class PingChart {
  constructor() {
    this.chart = new Chart(t('task.ping'), [
      {label: t('ping.rtt'), colour: 'accent'},
      {label: t('ping.jitter'), colour: 'timeout'},
      {label: t('ping.loss'), colour: 'failed', scale: 'other'},
    ], {unit: t('chart.ms'), other: '%'});
    this.element = this.chart.element;
  }

  show(results) {
    this.chart.show([
      results.map(startedAt),
      // Where nothing answered there is no time, and not one of 0 ms.
      ...['rtt_avg', 'jitter'].map(name =>
        results.map(result => result.details?.packet_received > 0 ? result.details[name] : null)),
      results.map(result => result.details?.packet_loss ?? null),
    ]);
  }

  close() {
    this.chart.close();
  }
}

function startedAt(result) {
  return Date.parse(result.started_at) / 1000;
}

/** Where the mark of a run stands that did not succeed. */
function failedMillis(result) {
  return result.outcome === 'success' ? null : result.duration_ns / 1e6;
}
