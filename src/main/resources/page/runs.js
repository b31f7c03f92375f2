import {now} from './format.js';

/** Runs of a task that its sparkline shows. */
export const RECENT = 30;

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
