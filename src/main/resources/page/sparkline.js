import {el} from './dom.js';
import {RECENT} from './runs.js';
import {colours, whenThemeChanges} from './theme.js';

const WIDTH = 120;
const HEIGHT = 24;
const NAMES = ['success', 'failed', 'timeout', 'error'];

let palette = null;
whenThemeChanges(() => {
  palette = null;
});

/** Durations of the last runs as bars, in the colours of their outcomes. */
export class Sparkline {
  #drawn = null;

  constructor() {
    const ratio = window.devicePixelRatio || 1;
    this.element = el('canvas', {
      class: 'sparkline', width: WIDTH * ratio, height: HEIGHT * ratio, 'aria-hidden': 'true',
    });
    this.context = this.element.getContext('2d');
    this.context.scale(ratio, ratio);
  }

  /** Nothing is drawn again that is there already. */
  draw(taskId, runs) {
    const fresh = palette === null;
    palette ??= colours(...NAMES);
    const key = `${taskId} ${runs.length} ${runs.at(-1)?.at}`;
    if (!fresh && key === this.#drawn) {
      return;
    }
    this.#drawn = key;
    this.context.clearRect(0, 0, WIDTH, HEIGHT);
    const longest = Math.max(...runs.map(run => run.seconds), 1e-9);
    const width = WIDTH / RECENT;
    runs.forEach((run, place) => {
      const height = Math.max(2, run.seconds / longest * HEIGHT);
      this.context.fillStyle = palette[run.outcome] ?? palette.error;
      this.context.fillRect((RECENT - runs.length + place) * width, HEIGHT - height, width - 1, height);
    });
  }
}
