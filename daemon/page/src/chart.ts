// A small line over time, in the detail panel: one value, its newest figure, its start and end. Under
// the pointer it tells the value of that time.

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { el, setText } from './dom';
import { clock } from './words';

const HEIGHT = 76; // px

export interface Point {
  readonly s: number;
  readonly value: number;
}

const ink = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name);

export class Chart {
  readonly element: HTMLElement;
  private readonly value = el('span', { class: 'value' });
  private readonly from = el('span');
  private readonly to = el('span');
  private readonly place = el('div', { class: 'plot', 'aria-hidden': 'true' });
  private plot: uPlot | null = null;
  private figure = '';

  /* words: of a value under the pointer. */
  constructor(name: string, private readonly words: (value: number) => string) {
    this.element = el('figure', { class: 'chart' },
      el('figcaption', {}, name, this.value), this.place, el('p', {}, this.from, this.to));
    new ResizeObserver(() => this.fit()).observe(this.place);
  }

  /* figure: the newest value in words; end: what stands under the right end. */
  show(points: readonly Point[], figure: string, end: string): void {
    this.figure = figure;
    setText(this.from, points.length ? clock(points[0].s) : '');
    setText(this.to, points.length ? end : '');
    if (points.length < 2) this.clear(points.length ? 'From the next epoch on' : '');
    else this.draw([points.map(({ s }) => s), points.map(({ value }) => value)]);
    this.tell();
  }

  /* Nothing of what was plotted is kept. */
  private clear(words: string): void {
    this.plot?.destroy();
    this.plot = null;
    setText(this.place, words);
  }

  private draw(data: uPlot.AlignedData): void {
    if (this.plot) this.plot.setData(data);
    else {
      this.place.replaceChildren();
      this.plot = new uPlot(this.options(), data, this.place);
    }
  }

  private fit(): void {
    if (this.plot && this.place.clientWidth) this.plot.setSize({ width: this.place.clientWidth, height: this.place.clientHeight });
  }

  /* The value under the pointer, or the newest. */
  private tell(): void {
    const at = this.plot?.cursor.idx;
    const value = at == null ? null : this.plot!.data[1][at];
    setText(this.value, value == null ? this.figure : `${this.words(value)} at ${clock(this.plot!.data[0][at!])}`);
  }

  /* From zero, or from below it where values are, so that a flat line is seen to be flat. */
  private options(): uPlot.Options {
    return {
      width: Math.max(1, this.place.clientWidth), height: this.place.clientHeight || HEIGHT,
      legend: { show: false }, axes: [{ show: false }, { show: false }], padding: [4, 0, 2, 0],
      cursor: { y: false, drag: { setScale: false }, points: { size: 5, fill: () => ink('--t1') } },
      scales: { x: { time: false }, y: { range: (_, low, high) => [Math.min(0, low), Math.max(high, 1e-6)] } },
      series: [{}, { stroke: () => ink('--t1'), width: 1.6, points: { show: false } }],
      hooks: { setCursor: [() => this.tell()] },
    };
  }
}
