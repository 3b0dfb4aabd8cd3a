// The time line: reports over exercise time, events as flags, the play head. Dragging it, or its arrow
// keys, ask for another time.

import { el } from './dom';
import type { ExerciseClock, TimeEvent } from './exercise_clock';
import { unit } from './unit';
import { clock } from './words';

const NS = 'http://www.w3.org/2000/svg';
const HEIGHT = 118; // units, as are all below
const BASE = 90;
const BARS = 30;
const BARS_MOST = 300;
const ROWS = [34, 54]; // where flags stand
const FLAG_GAP = 24; // between the words of two flags
const LABEL_GAP = 96; // between two times of the axis
const STEPS = [5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600]; // s

function svg(tag: string, attributes: Record<string, string | number>, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export class TimeLine {
  readonly element = el('div', { class: 'time-line', 'aria-label': 'Time line' });
  private readonly drawing = svg('svg', { 'aria-hidden': 'true' });
  private readonly ruler = document.createElement('canvas').getContext('2d')!;
  private readonly resize = new ResizeObserver(() => this.draw());
  private dragged: number | null = null; // the time at the pointer
  private width = 1;

  /* go: brings the clock to a time. */
  constructor(private readonly exercise: ExerciseClock, private readonly go: (time: number) => void) {
    this.element.append(this.drawing);
    this.resize.observe(this.element);
    this.element.addEventListener('pointerdown', (event) => this.take(event));
    this.element.addEventListener('pointermove', (event) => this.drag(event));
    this.element.addEventListener('pointerup', () => this.drop());
    this.element.addEventListener('pointercancel', () => this.leave());
    this.element.addEventListener('keydown', (event) => this.press(event));
  }

  end(): void {
    this.resize.disconnect();
  }

  private get span(): readonly [number, number] {
    const begin = this.exercise.told?.begin ?? 0;
    return [begin, Math.max(this.exercise.last, begin + 60)];
  }

  private x(time: number): number {
    const [from, to] = this.span;
    return ((time - from) / (to - from)) * this.width;
  }

  private timeAt(event: PointerEvent): number {
    const box = this.element.getBoundingClientRect();
    const [from, to] = this.span;
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return Math.min(from + share * (to - from), this.exercise.last);
  }

  private take(event: PointerEvent): void {
    if (!this.exercise.mine || event.button !== 0) return;
    this.element.setPointerCapture(event.pointerId);
    this.dragged = this.timeAt(event);
    this.draw();
  }

  private drag(event: PointerEvent): void {
    if (this.dragged === null) return;
    this.dragged = this.timeAt(event);
    this.draw();
  }

  private drop(): void {
    if (this.dragged !== null) this.go(this.dragged);
    this.leave();
  }

  private leave(): void {
    this.dragged = null;
    this.draw();
  }

  private press(event: KeyboardEvent): void {
    const { told, goal, mine, last } = this.exercise;
    if (!mine || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = goal ?? told!.now!;
    const to = ({
      ArrowLeft: at - 10, ArrowDown: at - 10, ArrowRight: at + 10, ArrowUp: at + 10,
      PageDown: at - 60, PageUp: at + 60, Home: told!.begin!, End: last,
    } as Record<string, number>)[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // arrows are the map's elsewhere
    this.go(to);
  }

  show(): void {
    this.tell();
    this.draw();
  }

  /* To who does not see it. */
  private tell(): void {
    const { told, goal, mine, last } = this.exercise;
    const { element } = this;
    if (!mine || !told || told.now === null) {
      element.setAttribute('role', 'img');
      for (const name of ['tabindex', 'aria-valuemin', 'aria-valuemax', 'aria-valuenow', 'aria-valuetext']) element.removeAttribute(name);
      return;
    }
    const at = Math.round(goal ?? told.now);
    const values = { role: 'slider', tabindex: 0, 'aria-valuemin': told.begin!, 'aria-valuemax': last, 'aria-valuenow': at, 'aria-valuetext': clock(at) };
    for (const [name, value] of Object.entries(values)) element.setAttribute(name, String(value));
  }

  private draw(): void {
    const { told } = this.exercise;
    const u = unit();
    this.width = Math.max(1, this.element.clientWidth / u);
    this.drawing.setAttribute('viewBox', `0 0 ${this.width} ${HEIGHT}`);
    if (!told || told.begin === null) return this.drawing.replaceChildren();
    const head = this.dragged ?? this.exercise.goal ?? this.exercise.now ?? told.begin;
    this.drawing.replaceChildren(this.axis(), this.bars(), this.head(head), this.flags(u, this.headX(head)), this.headTime(head));
  }

  private axis(): SVGElement {
    const [from, to] = this.span;
    const step = STEPS.find((s) => (s / (to - from)) * this.width >= LABEL_GAP) ?? 86400;
    const group = svg('g', { class: 'axis' }, svg('line', { x1: 0, x2: this.width, y1: BASE, y2: BASE }));
    for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
      const x = this.x(time);
      const anchor = x < 20 ? 'start' : x > this.width - 20 ? 'end' : 'middle';
      group.append(svg('line', { x1: x, x2: x, y1: BASE, y2: BASE + 5 }),
        svg('text', { x, y: BASE + 22, 'text-anchor': anchor }, clock(time).slice(0, step < 60 ? 8 : 5)));
    }
    return group;
  }

  /* A bin or several a bar. */
  private bars(): SVGElement {
    const { reports, bin, begin } = this.exercise.told!;
    const each = Math.ceil(reports.length / BARS_MOST);
    const sums: number[] = [];
    for (let n = 0; n < reports.length; n += each) sums.push(reports.slice(n, n + each).reduce((a, b) => a + b, 0));
    const most = Math.max(1, ...sums);
    const wide = Math.max(1, this.x(begin! + bin * each) - 1);
    const path = sums.map((sum, n) => {
      const high = (sum / most) * BARS;
      return sum ? `M${this.x(begin! + n * bin * each).toFixed(1)} ${BASE}v${(-high).toFixed(1)}h${wide.toFixed(1)}v${high.toFixed(1)}z` : '';
    });
    return svg('path', { class: 'bars', d: path.join('') });
  }

  /* Words stand where there is room, those of the newest first and none under the play head; a flag
   * alone has them on hover. */
  private flags(u: number, head: number): SVGElement {
    const group = svg('g', { class: 'flags' });
    const taken: [number, number][][] = ROWS.map(() => []);
    this.ruler.font = `${14 * u}px "Inter Variable"`;
    const stems = this.exercise.events.map(({ time }) => this.x(time));
    const crosses = (left: number, right: number, own: number) =>
      stems.some((x) => Math.abs(x - own) > 1 && x > left - 6 && x < right + 6);
    for (const event of [...this.exercise.events].reverse()) {
      const x = this.x(event.time);
      const wide = this.ruler.measureText(short(event)).width / u + 8;
      const under = (left: number, right: number) => head > left - 6 && head < right + 6;
      const before = x >= wide && !crosses(x - wide, x + 6, x) && !under(x - wide, x - 8); // else behind
      const [left, right] = before ? [x - wide, x + 6] : [x - 6, x + wide];
      const room = right <= this.width && !crosses(left, right, x) && (before || !under(x + 8, x + wide));
      const row = room ? taken.findIndex((spans) => spans.every(([a, b]) => right + FLAG_GAP < a || left - FLAG_GAP > b)) : -1;
      if (row >= 0) taken[row].push([left, right]);
      group.append(this.flag(event, x, ROWS[row < 0 ? ROWS.length - 1 : row], row < 0 ? '' : before ? 'end' : 'start'));
    }
    return group;
  }

  private flag(event: TimeEvent, x: number, y: number, anchor: string): SVGElement {
    const flag = svg('g', { class: 'flag', 'data-kind': event.kind },
      svg('title', {}, `${clock(event.time)} ${event.words}`),
      svg('line', { x1: x, x2: x, y1: y, y2: BASE }),
      svg('path', { d: `M${x - 5} ${y - 9}h10l-5 9z` }));
    if (anchor) flag.append(svg('text', { x: anchor === 'end' ? x - 8 : x + 8, y, 'text-anchor': anchor }, short(event)));
    flag.append(svg('rect', { class: 'hit', x: x - 7, y: y - 12, width: 14, height: BASE - y + 12 }));
    return flag;
  }

  private headX(time: number): number {
    return Math.min(this.width - 1.5, Math.max(1.5, this.x(time)));
  }

  private head(time: number): SVGElement {
    const x = this.headX(time);
    return svg('line', { class: 'play-head', x1: x, x2: x, y1: 20, y2: BASE + 4 });
  }

  private headTime(time: number): SVGElement {
    const x = this.headX(time);
    const wide = 88;
    const left = Math.min(this.width - wide, Math.max(0, x - wide / 2));
    return svg('g', { class: 'head-time' },
      svg('rect', { x: left, y: 0, width: wide, height: 22 }),
      svg('text', { x: left + wide / 2, y: 16.5, 'text-anchor': 'middle' }, clock(time)));
  }
}

function short({ words }: TimeEvent): string {
  return words.length > 28 ? `${words.slice(0, 27)}\u2026` : words;
}
