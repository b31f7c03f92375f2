import {backend, get} from './api.js';
import {Feed} from './feed.js';
import {now, setClock} from './format.js';

/** Runs of a task that its sparkline shows. */
export const RECENT = 30;
const STATUS_EVERY_MS = 2_000;
const TREND_EVERY_MS = 10_000;
const TASKS_EVERY_MS = 30_000;
/** Views are drawn this often at most, however fast results come. */
const DRAW_EVERY_MS = 250;
const LARGEST_PAGE = 10_000;
/** What is older than this is said to be old. */
const OLD_MS = 15_000;
/** After being told that there were too many wrong tokens. */
const QUIET_MS = 10_000;
const order = new Intl.Collator(undefined, {numeric: true});

/**
 * What the page knows of the agent: its status, and the tasks with what their last runs told. Listeners hear "change" a few
 * times a second at most, "result" with each result, "opened" when it is live again, and "token" when one is asked for.
 */
export class State extends EventTarget {
  status = null;
  trend = null;
  members = null;
  /** By id. */
  tasks = new Map();
  /** connecting, live, stale or closed: the agent asks for a token. */
  link = 'connecting';
  lostAt = null;
  /** Rises when tasks come, change or go, and with each result: whoever sorts them knows whether to do it again. */
  version = 0;
  #drawn = 0;
  #waiting = false;
  #timers = [];
  #feed = null;
  #refreshing = null;
  #statusAt = 0;
  #quietUntil = 0;

  /** Loads everything and follows it. */
  start() {
    this.#feed = new Feed('api/agent/events?brief=true', {
      result: result => this.#take(result),
      opened: () => this.#opened(),
      lost: problem => this.#lost(problem),
    });
    this.#feed.run();
    this.#every(STATUS_EVERY_MS, () => this.#loadStatus());
    this.#every(TREND_EVERY_MS, () => this.#loadTrend());
    this.#every(TASKS_EVERY_MS, () => this.refreshTasks());
  }

  stop() {
    this.#feed?.close();
    this.#timers.forEach(clearInterval);
    this.#timers = [];
  }

  get embedded() {
    return this.status?.agent.embedded === true;
  }

  /** Reads the list again, once however many ask for it meanwhile. */
  refreshTasks() {
    this.#refreshing ??= this.#loadTasks().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Says that something is to be drawn. */
  changed() {
    this.version++;
    if (this.#waiting) {
      return;
    }
    this.#waiting = true;
    const pause = Math.max(0, this.#drawn + DRAW_EVERY_MS - performance.now());
    setTimeout(() => requestAnimationFrame(() => {
      this.#waiting = false;
      this.#drawn = performance.now();
      this.dispatchEvent(new Event('change'));
    }), pause);
  }

  #every(pause, work) {
    let busy = false;
    this.#timers.push(setInterval(async () => {
      if (busy || document.hidden || this.link === 'closed' || Date.now() < this.#quietUntil) {
        return;
      }
      busy = true;
      try {
        await work();
      } catch (problem) {
        this.#failed(problem);
      } finally {
        busy = false;
      }
    }, pause));
  }

  async #opened() {
    this.link = 'live';
    this.lostAt = null;
    this.#statusAt = Date.now();
    this.changed();
    // What happened before the feed began, or while it was away, is in the lists.
    this.tasks.forEach(task => {
      task.asked = false;
    });
    try {
      await this.#loadStatus();
      await Promise.all([this.#loadTrend(), this.refreshTasks()]);
    } catch (problem) {
      this.#failed(problem);
    }
    this.dispatchEvent(new Event('opened'));
  }

  /** A call did not work. The feed may be open all the same, and what is shown grows old. */
  #failed(problem) {
    if (problem.status === 401) {
      this.#feed.close();
      this.#lost(problem);
    } else if (problem.status === 429) {
      this.#quietUntil = Date.now() + QUIET_MS;
    }
    if (this.link === 'live' && Date.now() - this.#statusAt > OLD_MS) {
      this.link = 'stale';
      this.lostAt = this.#statusAt;
      this.changed();
    }
  }

  #lost(problem) {
    this.link = problem.status === 401 ? 'closed' : 'stale';
    this.lostAt ??= Date.now();
    this.changed();
    if (this.link === 'closed') {
      this.dispatchEvent(new CustomEvent('token'));
    }
  }

  async #loadStatus() {
    const status = await get('api/agent/status');
    const other = this.status !== null && this.status.tasks.total !== status.tasks.total;
    this.status = status;
    this.#statusAt = Date.now();
    setClock(Date.parse(status.agent.now));
    if (this.link === 'stale' && this.#feed.isOpen) {
      this.link = 'live';
      this.lostAt = null;
    }
    this.members = await get('api/agent/members').catch(() => this.members);
    if (other) {
      this.refreshTasks().catch(() => {});
    }
    this.changed();
  }

  async #loadTrend() {
    this.trend = await get('api/agent/trend');
    this.changed();
  }

  async #loadTasks() {
    const listed = [];
    let cursor = '';
    do {
      const page = await get(`api/agent/tasks?limit=${LARGEST_PAGE}${cursor}`);
      listed.push(...page.list);
      cursor = page.next_cursor === null ? null : `&cursor=${page.next_cursor}`;
    } while (cursor !== null);
    if (this.embedded) {
      listed.push(...await disabledTasks());
    }
    // Results have come meanwhile: what they told is newer than the list.
    const found = new Map(listed.map(task => [task.id, task.off ? task : this.#merged(task)]));
    // Once for each list and not for each drawing: comparing names as people do takes time.
    [...found.values()].sort((one, other) => order.compare(one.name, other.name) || order.compare(one.id, other.id))
        .forEach((task, rank) => {
          task.rank = rank;
        });
    this.tasks = found;
    this.changed();
  }

  #merged(task) {
    const known = this.tasks.get(task.id);
    const listed = task.last_run === null ? null : run(task.last_run, task.last_run.duration_s);
    const newer = known?.last && (!listed || known.last.at >= listed.at) ? known.last : listed;
    return {...task, off: false, due: Date.parse(task.next_due_at), last: newer,
      recent: known?.recent ?? [], asked: known?.asked ?? false};
  }

  #take(result) {
    const task = this.tasks.get(result.task_id);
    // What was kept while the history was asked may come twice.
    if (task?.recent.some(one => one.id === result.result_id)) {
      return;
    }
    if (task) {
      const seen = run(result, result.duration_ns / 1e9);
      task.recent.push(seen);
      if (task.recent.length > RECENT) {
        task.recent.shift();
      }
      if (!task.last || seen.at >= task.last.at) {
        task.last = seen;
      }
    }
    this.dispatchEvent(new CustomEvent('result', {detail: result}));
    this.changed();
  }
}

/** The embedded backend keeps tasks as well that nobody runs now. */
async function disabledTasks() {
  const found = [];
  for (let page = 1; ; page++) {
    const part = await backend('GET', `tasks?enabled=false&page=${page}&size=100`);
    found.push(...part.list.map(task =>
      ({...task, id: String(task.id), interval_s: task.interval, off: true, last: null, due: null, recent: []})));
    if (page * 100 >= part.total) {
      return found;
    }
  }
}

/** How a run ended, whichever call told of it. */
export function run(told, seconds) {
  return {
    id: told.result_id,
    at: Date.parse(told.started_at),
    seconds,
    outcome: told.outcome,
    phase: told.failed_phase,
    message: told.message,
  };
}

/** In which state a task is, as its colour and the filter have it. */
export function outcomeOf(task) {
  return task.off ? 'off' : task.last?.outcome ?? 'none';
}

/** When it is due next: the listed moment is some seconds old. */
export function nextDue(task) {
  if (task.due === null) {
    return null;
  }
  const interval = task.interval_s * 1000;
  const behind = now() - task.due;
  return behind <= 0 ? task.due : task.due + Math.ceil(behind / interval) * interval;
}
