import {language, t} from './words.js';

const formats = new Map();
let ahead = 0;

function number(digits) {
  const key = `${language} ${digits}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(language, {maximumFractionDigits: digits}));
  }
  return formats.get(key);
}

/** A number of things. */
export function count(value) {
  return number(0).format(value ?? 0);
}

/** A figure with up to so many decimals. */
export function decimal(value, digits = 1) {
  return number(digits).format(value ?? 0);
}

/** A duration as precise as it is read. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) {
    return '–';
  }
  if (seconds < 0.1) {
    return `${decimal(seconds * 1000, seconds < 0.01 ? 2 : 1)} ms`;
  }
  if (seconds < 1) {
    return `${decimal(seconds * 1000, 0)} ms`;
  }
  if (seconds < 60) {
    return `${decimal(seconds, seconds < 10 ? 1 : 0)} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  }
  return seconds < 86_400
      ? `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60 % 60)} min`
      : `${Math.floor(seconds / 86_400)} d ${Math.floor(seconds / 3600 % 24)} h`;
}

/** A span of time between now and a moment, in whole seconds: it is drawn again and again. */
export function span(fromMs, toMs) {
  return duration(Math.max(0, Math.round((toMs - fromMs) / 1000)) || 0).replace(/^0 ms$/, '0 s');
}

/** The agent's time, which moments that it tells are compared with. */
export function now() {
  return Date.now() + ahead;
}

/** Takes the agent's time from what it says; answers take a while, so small differences are none. */
export function setClock(agentsNow) {
  const difference = agentsNow - Date.now();
  ahead = Math.abs(difference) < 2_000 ? 0 : difference;
}

/** How long ago a moment was. */
export function ago(ms) {
  return ms ? t('time.ago', {time: span(ms, now())}) : '–';
}

/** How far away a moment is. */
export function until(ms) {
  return ms - now() < 500 ? t('time.now') : t('time.in', {time: span(now(), ms)});
}

/** A moment, in the time of whoever reads it. */
export function moment(ms) {
  return ms ? new Date(ms).toLocaleString(language) : '–';
}
