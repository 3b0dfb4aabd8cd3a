// A small line over time, in the detail panel: one value, its newest figure, its start and end.

import { el, setText } from './dom';
import { clock } from './words';

const NS = 'http://www.w3.org/2000/svg';
const WIDTH = 200;
const HEIGHT = 76;

export interface Point {
  readonly s: number;
  readonly value: number;
}

export class Chart {
  readonly element: HTMLElement;
  private readonly value = el('span', { class: 'value' });
  private readonly from = el('span');
  private readonly to = el('span');
  private readonly path = document.createElementNS(NS, 'path');

  constructor(name: string) {
    const svg = document.createElementNS(NS, 'svg');
    svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true');
    this.path.setAttribute('vector-effect', 'non-scaling-stroke');
    svg.append(this.path);
    this.element = el('figure', { class: 'chart' },
      el('figcaption', {}, name, this.value), svg, el('p', {}, this.from, this.to));
  }

  /* figure: the newest value in words; end: what stands under the right end. */
  show(points: readonly Point[], figure: string, end: string): void {
    setText(this.value, figure);
    setText(this.from, points.length ? clock(points[0].s) : '');
    setText(this.to, points.length ? end : '');
    this.path.setAttribute('d', points.length > 1 ? pathOf(points) : '');
  }
}

/* From zero, or from below it where values are; so that a flat line is seen to be flat. */
function pathOf(points: readonly Point[]): string {
  const start = points[0].s;
  const span = Math.max(1, points[points.length - 1].s - start);
  const low = Math.min(0, ...points.map((point) => point.value));
  const high = Math.max(...points.map((point) => point.value), low + 1e-6);
  return points.map((point, n) => {
    const x = ((point.s - start) / span) * WIDTH;
    const y = HEIGHT - 2 - ((point.value - low) / (high - low)) * (HEIGHT - 6);
    return `${n ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join('');
}
