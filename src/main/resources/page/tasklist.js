import {backend, get} from './api.js';
import {run} from './runs.js';
import {mapInSlices, sortInSlices} from './slices.js';

/** As many as are read without holding the page up. */
const LARGEST_PAGE = 2_000;
const order = new Intl.Collator(undefined, {numeric: true});

/** All tasks of the agent; with the embedded backend those as well that nobody runs now. Each has its rank by its name. */
export async function listTasks(embedded) {
  const listed = [];
  let cursor = '';
  do {
    const page = await get(`api/agent/tasks?limit=${LARGEST_PAGE}${cursor}`);
    listed.push(...await mapInSlices(page.list, running));
    cursor = page.next_cursor === null ? null : `&cursor=${page.next_cursor}`;
  } while (cursor !== null);
  if (embedded) {
    listed.push(...await disabledTasks());
  }
  // Once for each list and not for each drawing: comparing names as people do takes time.
  const sorted = await sortInSlices(listed, (one, other) => order.compare(one.name, other.name) || order.compare(one.id, other.id));
  sorted.forEach((task, rank) => {
    task.rank = rank;
  });
  return listed;
}

function running(task) {
  const last = task.last_run === null ? null : run(task.last_run, task.last_run.duration_s);
  return {...task, off: false, due: Date.parse(task.next_due_at), last, recent: [], asked: false};
}

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
