import {get} from './api.js';
import {Feed} from './feed.js';
import {setClock} from './format.js';
import {Pace} from './pace.js';
import {RECENT, run} from './runs.js';
import {listTasks} from './tasklist.js';

const STATUS_EVERY_MS = 2_000;
const TREND_EVERY_MS = 10_000;
/** The status says when tasks come, change or go; but not of disabled ones, which only the embedded backend has. */
const TASKS_EVERY_MS = {embedded: 60_000, remote: 300_000};
/** What is older than this is said to be old. */
const OLD_MS = 15_000;
/** After being told that there were too many wrong tokens. */
const QUIET_MS = 10_000;

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
  /** Rises only when the list was read. */
  listVersion = 0;
  #pace = new Pace(() => this.dispatchEvent(new Event('change')));
  #timers = [];
  #feed = null;
  #refreshing = null;
  #listedAt = 0;
  /** The last runs of tasks that are not listed yet, by task. */
  #early = new Map();
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
    this.#every(TASKS_EVERY_MS.embedded, () => this.#listIsOld ? this.refreshTasks() : null);
  }

  stop() {
    this.#feed?.close();
    this.#timers.forEach(clearInterval);
    this.#timers = [];
  }

  get embedded() {
    return this.status?.agent.embedded === true;
  }

  get #listIsOld() {
    return this.embedded || Date.now() - this.#listedAt >= TASKS_EVERY_MS.remote;
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
    this.#pace.wanted();
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
    const other = this.status !== null && this.status.tasks.changes !== status.tasks.changes;
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
    this.#early.clear();
    const listed = await listTasks(this.embedded);
    this.tasks = new Map(listed.map(task => [task.id, this.#withKnown(task)]));
    this.listVersion++;
    this.#listedAt = Date.now();
    this.changed();
  }

  /** What came while the list was read is newer than it. */
  #withKnown(task) {
    const known = this.tasks.get(task.id);
    const last = known?.last ?? this.#early.get(task.id);
    if (last && !task.off && (!task.last || last.at >= task.last.at)) {
      task.last = last;
    }
    task.recent = known?.recent ?? task.recent;
    task.asked = known?.asked ?? false;
    return task;
  }

  #take(result) {
    const task = this.tasks.get(result.task_id);
    const seen = run(result, result.duration_ns / 1e9);
    if (!task) {
      this.#early.set(result.task_id, seen);
    } else if (!task.last || seen.at >= task.last.at) {
      task.last = seen;
    }
    // The past of a task that was never shown is not kept: when it is shown, the agent tells it.
    if (task?.asked && !this.#keep(task.recent, seen)) {
      return;
    }
    this.dispatchEvent(new CustomEvent('result', {detail: result}));
    this.changed();
  }

  /** False for one that is known: what was kept while the history was asked may come twice. */
  #keep(recent, seen) {
    if (recent.some(one => one.id === seen.id)) {
      return false;
    }
    recent.push(seen);
    if (recent.length > RECENT) {
      recent.shift();
    }
    return true;
  }
}
