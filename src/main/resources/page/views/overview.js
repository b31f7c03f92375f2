import {Chart} from '../charts.js';
import {bar, el, fill, say} from '../dom.js';
import {ago, count, decimal, duration, moment, now} from '../format.js';
import {PHASES} from '../phases.js';
import {outcomeOf} from '../runs.js';
import {t, word} from '../words.js';

const LONGEST_LIST = 12;
const RATE_OVER_MS = 300_000;

/** Is the agent well, and what is failing. */
export class OverviewView {
  #version = -1;

  constructor(state) {
    this.state = state;
    this.tiles = Object.fromEntries(
        ['rate', 'tasks', 'pool', 'queue', 'lateness', 'outbox', 'backend', 'config', 'members']
            .map(name => [name, tile(t(`overview.${name}`), name)]));
    this.charts = {
      rate: new Chart(t('overview.rate'), [{label: '%', colour: 'success'}], {unit: '%', most: 100}),
      lateness: new Chart(t('overview.lateness'), [{label: 'p99', colour: 'accent'}], {unit: 'ms'}),
      queue: new Chart(t('overview.pool'), [
        {label: t('overview.pool'), colour: 'accent'}, {label: t('overview.queue'), colour: 'timeout'}]),
    };
    this.phases = el('ul', {class: 'phase-counts'});
    this.failing = el('ul', {class: 'failing'});
    this.element = el('div', {class: 'overview'},
        el('section', {class: 'tiles'}, Object.values(this.tiles).map(one => one.element)),
        el('section', {class: 'panel'}, el('h2', {}, t('overview.failing')), this.phases, this.failing),
        el('section', {class: 'charts'}, Object.values(this.charts).map(chart => chart.element)));
  }

  draw() {
    const {status, members} = this.state;
    this.#drawRate();
    const {pool, tasks, lateness_ms: lateness, outbox, config} = status;
    put(this.tiles.tasks, count(tasks.total), t('overview.tasksMore', {failing: count(tasks.failing)}),
        tasks.failing > 0 ? 'is-bad' : 'is-good');
    put(this.tiles.pool, `${count(pool.active)} / ${count(pool.max_workers)}`,
        t('overview.poolMore', {needed: count(pool.workers_needed)}),
        pool.workers_needed > pool.max_workers ? 'is-bad' : '', pool.active / pool.max_workers);
    put(this.tiles.queue, `${count(pool.queued)} / ${count(pool.queue_size_limit)}`,
        t('overview.queueMore', {refused: count(pool.refused), skipped: count(pool.skipped)}),
        pool.refused > 0 ? 'is-warning' : '', pool.queued / Math.max(1, pool.queue_size_limit));
    put(this.tiles.lateness, duration(lateness.p99 / 1000),
        t('overview.latenessMore', {p50: duration(lateness.p50 / 1000), max: duration(lateness.max / 1000)}));
    put(this.tiles.outbox, count(outbox.depth), t('overview.outboxMore', {dead: count(outbox.dead)}),
        outbox.dead > 0 ? 'is-warning' : '');
    put(this.tiles.backend, ...backendState(status));
    put(this.tiles.config, ...configState(config));
    if (members) {
      const leader = members.members.find(member => member.node_id === members.leader);
      put(this.tiles.members, count(members.members.length), t('overview.membersMore', {leader: leader?.hostname ?? '–'}));
    }
    this.#drawTrend();
    if (this.#version !== this.state.version) {
      this.#version = this.state.version;
      this.#drawFailing();
    }
  }

  close() {
    Object.values(this.charts).forEach(chart => chart.close());
  }

  #drawRate() {
    const {trend, status} = this.state;
    const since = trend?.at_ms.findIndex(at => at >= now() - RATE_OVER_MS) ?? -1;
    const before = since < 0 ? {ended: 0, succeeded: 0, at: Date.parse(status.agent.started_at)}
        : {ended: trend.ended[since], succeeded: trend.succeeded[since], at: trend.at_ms[since]};
    const runs = status.tasks.ended_runs - before.ended;
    const seconds = Math.max(1, (now() - before.at) / 1000);
    const share = runs > 0 ? Math.min(1, (status.tasks.succeeded_runs - before.succeeded) / runs) : null;
    put(this.tiles.rate, share === null ? '–' : `${decimal(share * 100, 2)} %`,
        share === null ? t('overview.rateNone') : t('overview.rateMore', {perSecond: decimal(runs / seconds)}),
        share === null ? '' : share < 0.95 ? 'is-bad' : share < 1 ? 'is-warning' : 'is-good', share);
  }

  #drawTrend() {
    const {trend} = this.state;
    if (!trend || trend === this.drawnTrend) {
      return;
    }
    this.drawnTrend = trend;
    const at = trend.at_ms.map(ms => ms / 1000);
    const rate = at.map((moment, place) => {
      const runs = place === 0 ? 0 : trend.ended[place] - trend.ended[place - 1];
      return runs > 0 ? Math.min(100, (trend.succeeded[place] - trend.succeeded[place - 1]) / runs * 100) : null;
    });
    this.charts.rate.show([at, rate]);
    this.charts.lateness.show([at, trend.lateness_p99_ms]);
    this.charts.queue.show([at, trend.active, trend.queued]);
  }

  #drawFailing() {
    const failing = [...this.state.tasks.values()].filter(task => ['failed', 'timeout', 'error'].includes(outcomeOf(task)));
    failing.sort((one, other) => one.rank - other.rank);
    const counts = new Map();
    failing.forEach(task => counts.set(task.last.phase, (counts.get(task.last.phase) ?? 0) + 1));
    const names = [...PHASES, null].filter(name => counts.has(name));
    fill(this.phases, names.map(name => el('li', {},
        el('span', {class: `swatch phase-${name ?? 'none'}`}),
        `${name === null ? t('overview.noPhase') : word('phase', name)}: ${count(counts.get(name))}`)));
    const shown = failing.slice(0, LONGEST_LIST);
    const key = JSON.stringify([failing.length, shown.map(task => [task.id, task.name, task.last.outcome, task.last.message])]);
    if (key !== this.drawnFailing) {
      // Only where it changed: somebody may be about to click there.
      this.drawnFailing = key;
      this.#fillFailing(failing, shown);
    }
    shown.forEach((task, place) => say(this.ages[place], ago(task.last.at)));
  }

  #fillFailing(failing, shown) {
    this.ages = shown.map(() => el('span', {class: 'quiet'}));
    fill(this.failing,
        failing.length === 0 ? el('li', {class: 'well'}, t('overview.allWell')) : null,
        shown.map((task, place) => el('li', {},
            el('span', {class: `outcome outcome-${task.last.outcome}`}, word('outcome', task.last.outcome)),
            el('a', {href: `#/task/${encodeURIComponent(task.id)}`}, task.name),
            el('span', {class: 'message'}, task.last.message),
            this.ages[place])),
        failing.length > LONGEST_LIST
            ? el('li', {}, el('a', {href: '#/tasks'}, t('overview.more', {count: count(failing.length - LONGEST_LIST)})))
            : null);
  }
}

function tile(label, name) {
  const value = el('strong', {});
  const more = el('span', {class: 'tile-more'});
  const gauge = el('span', {class: 'tile-gauge'});
  return {element: el('div', {class: 'tile', 'data-tile': name}, el('span', {class: 'tile-label'}, label), value, gauge, more),
    value, more, gauge};
}

function put(one, value, more, kind = '', part = null) {
  say(one.value, value);
  say(one.more, more);
  one.element.className = `tile ${kind}`;
  fill(one.gauge, part === null ? null : bar(part));
}

function backendState({agent, backend}) {
  if (agent.embedded) {
    return ['✓', t('backend.embedded'), 'is-good'];
  }
  if (!agent.delivers) {
    return ['–', t('backend.shadow')];
  }
  if (!backend || !backend.leading) {
    return ['–', t('backend.follower')];
  }
  if (backend.failures_in_row > 0) {
    return ['✗', `${t('backend.away', {count: count(backend.failures_in_row)})}: ${backend.reason ?? ''}`, 'is-bad'];
  }
  return backend.registered && backend.heard_at
      ? ['✓', t('backend.heard', {ago: duration(Math.max(0, Math.round((now() - Date.parse(backend.heard_at)) / 1000)))}), 'is-good']
      : ['…', t('backend.never'), 'is-warning'];
}

function configState(config) {
  const since = moment(Date.parse(config.since));
  if (config.refusal) {
    return ['✗', t('overview.configRefused'), 'is-bad'];
  }
  return config.restart_required.length > 0
      ? ['!', t('overview.configRestart'), 'is-warning']
      : ['✓', `${t('overview.configOk')}, ${since}`, 'is-good'];
}
