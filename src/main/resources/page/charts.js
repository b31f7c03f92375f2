import uPlot from '../uplot/uPlot.esm.js';
import {el} from './dom.js';
import {moment} from './format.js';
import {colour, whenThemeChanges} from './theme.js';
import {language, t} from './words.js';

const HEIGHT = 190;

/**
 * A chart over time that fits its place and follows the theme.
 *
 * unit is that of the axis, other that of a second one, most its end where it is known.
 *
 * Each series is {label, colour, value(text), kind, scale}; kind is line (the usual one), bars or points.
 */
export class Chart {
  #plot = null;
  #data = null;

  constructor(label, series, {unit = '', other = null, most = null} = {}) {
    this.series = series;
    this.unit = unit;
    this.other = other;
    this.most = most;
    this.element = el('figure', {class: 'chart'}, el('figcaption', {}, label));
    this.place = el('div', {class: 'chart-place'});
    this.element.append(this.place);
    this.resized = new ResizeObserver(() => this.#fit());
    this.resized.observe(this.place);
    this.endTheme = whenThemeChanges(() => this.#make());
  }

  /** Columns: moments in seconds, then one for each series. */
  show(data) {
    this.#data = data;
    if (this.#plot) {
      this.#plot.setData(data);
    } else {
      this.#make();
    }
  }

  close() {
    this.resized.disconnect();
    this.endTheme();
    this.#plot?.destroy();
  }

  #fit() {
    if (this.#plot && this.place.clientWidth > 0) {
      this.#plot.setSize({width: this.place.clientWidth, height: HEIGHT});
    } else {
      this.#make();
    }
  }

  #make() {
    if (this.#data === null || this.place.clientWidth === 0) {
      return;
    }
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#options(), this.#data, this.place);
  }

  #options() {
    const axis = {stroke: colour('muted'), grid: {stroke: colour('line'), width: 1}, ticks: {stroke: colour('line')}};
    const axes = [{...axis, space: 85, values: (plot, seconds) => seconds.map(times(seconds))}, {...axis, size: 62, values: (plot, ticks) => ticks.map(tick => `${tick} ${this.unit}`)}];
    const scales = {y: {range: this.most === null ? fromZero : [0, this.most]}};
    if (this.other) {
      axes.push({...axis, scale: 'other', side: 1, grid: {show: false}, values: (plot, ticks) =>
        ticks.map(tick => `${tick} ${this.other}`)});
      scales.other = {range: (plot, least, most) => [0, Math.max(1, most)]};
    }
    return {
      width: this.place.clientWidth,
      height: HEIGHT,
      scales,
      axes,
      series: [{label: t('chart.time'), value: (plot, second) => second ? moment(second * 1000) : '–'}, ...this.series.map(one => this.#series(one))],
      // Without zoom: the next result would undo it.
      cursor: {drag: {x: false, y: false, setScale: false}},
    };
  }

  #series(one) {
    const stroke = colour(one.colour);
    const usual = {label: one.label, stroke, scale: one.scale ?? 'y', value: one.value ?? plain, spanGaps: false};
    if (one.kind === 'bars') {
      return {...usual, fill: stroke, width: 0, points: {show: false}, paths: uPlot.paths.bars({size: [0.9, 14]})};
    }
    if (one.kind === 'points') {
      return {...usual, paths: () => null, points: {show: true, size: 7, fill: stroke}};
    }
    return {...usual, width: 1.6, points: {show: false}};
  }
}

/** As precise as the ticks are apart; a day where they are days apart. */
function times(seconds) {
  const apart = seconds.length > 1 ? seconds[1] - seconds[0] : 60;
  const options = apart >= 86_400 ? {month: 'numeric', day: 'numeric'}
      : {hour: '2-digit', minute: '2-digit', second: apart < 60 ? '2-digit' : undefined, hourCycle: 'h23'};
  const format = new Intl.DateTimeFormat(language, options);
  return second => format.format(second * 1000);
}

function fromZero(plot, least, most) {
  return [0, most > 0 ? most * 1.1 : 1];
}

function plain(plot, value) {
  return value === null || value === undefined ? '–' : String(Math.round(value * 1000) / 1000);
}

/** Columns of which each holds the sum of itself and those before it, so that bars in front leave the rest visible. */
export function stacked(columns) {
  const sums = [];
  columns.forEach((column, place) => {
    sums.push(column.map((value, row) => (value ?? 0) + (place === 0 ? 0 : sums[place - 1][row])));
  });
  return sums;
}
