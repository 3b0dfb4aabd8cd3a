// The table of sensors: a row each, abnormal ones first and larger. Rows stay the same elements as
// long as their sensor is told of, so that focus and blinking do not begin anew with each answer.

import { el, setClass, setText } from './dom';
import { graveOf, inOrder, type Health, type SensorTold, type State } from './health_told';
import { heardWords, lateWords, rateWords, refusedWords, STATES } from './health_words';
import { thousands } from './words';

const NS = 'http://www.w3.org/2000/svg';
const BAR = { width: 4, height: 24 };

/* Bars of ten seconds each; the newest is not over yet, and is left out. */
function barsOf(bins: readonly number[]): string {
  const whole = bins.slice(0, -1);
  const most = Math.max(1, ...whole);
  return whole.map((count, n) => (count === 0 ? '' :
    `M${n * BAR.width} ${BAR.height}v${-((BAR.height * count) / most).toFixed(1)}h${BAR.width - 1}V${BAR.height}z`)).join('');
}

export class Badge {
  readonly element = el('span', { class: 'badge' });

  /* fresh: nobody has acknowledged it; it blinks for a while, and then stands. */
  show(words: string, state: string, fresh: boolean): void {
    setText(this.element, words);
    const grave = graveOf(state);
    setClass(this.element, 'red', grave === 'red');
    setClass(this.element, 'amber', grave === 'amber');
    setClass(this.element, 'fresh', grave !== '' && fresh);
  }
}

class Row {
  readonly element: HTMLTableRowElement;
  readonly button: HTMLButtonElement;
  private readonly state = new Badge();
  private readonly path = document.createElementNS(NS, 'path');
  private readonly cells: HTMLElement[] = [];

  constructor(name: string, whole: boolean, press: () => void) {
    this.button = el('button', { type: 'button', onclick: press, 'aria-expanded': 'false' }, name);
    const svg = document.createElementNS(NS, 'svg');
    svg.setAttribute('viewBox', `0 0 ${59 * BAR.width} ${BAR.height}`);
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true');
    svg.append(this.path);
    const cell = (style: string) => {
      this.cells.push(el('td', { class: style }));
      return this.cells[this.cells.length - 1];
    };
    const rate = cell('right');
    const late = cell('right');
    this.element = el('tr', { 'data-sensor': name },
      el('td', {}, this.state.element), el('th', { scope: 'row' }, this.button), rate,
      el('td', { class: 'ten' }, svg, el('span', { class: 'hidden-words' }, 'bars')), late, cell('why'),
      whole && cell('right'), cell('right'));
  }

  show(told: SensorTold, now: number | null, fresh: boolean, open: boolean): void {
    const [state] = told.states;
    const is = (...which: State[]) => told.states.some((one) => which.includes(one));
    this.state.show(state ? STATES[state] : 'normal', state ?? '', fresh);
    setClass(this.element, 'abnormal', state !== undefined);
    setClass(this.element, 'open', open);
    this.button.setAttribute('aria-expanded', String(open));
    this.path.setAttribute('d', barsOf(told.bins));
    const values = [rateWords(told), lateWords(told), refusedWords(told),
      ...(told.dropped === undefined ? [] : [told.dropped ? thousands(told.dropped) : '']), heardWords(told, now)];
    values.forEach((value, n) => setText(this.cells[n], value));
    setClass(this.cells[1], 'strong', is('late'));
    setClass(this.cells[2], 'strong', is('refused'));
    setClass(this.cells[this.cells.length - 1], 'strong', is('silent'));
  }
}

export class SensorTable {
  readonly element: HTMLElement;
  private readonly body = el('tbody');
  private readonly rows = new Map<string, Row>();
  private order: readonly string[] = [];

  /* whole: with what only the white cell is told. */
  constructor(private readonly whole: boolean, private readonly press: (sensor: string) => void) {
    const head = (words: string, style = '') => el('th', { scope: 'col', class: style }, words);
    this.element = el('section', { class: 'sensors', 'aria-label': 'Sensors', tabindex: 0 }, el('table', {},
      el('thead', {}, el('tr', {}, head('State'), head('Sensor'), head('Rate', 'right'), head('Last 10 min', 'ten'),
        head('Late, 95 %', 'right'), head('Refused', 'why'), whole && head('Dropped', 'right'), head('Last heard', 'right'))),
      this.body));
  }

  show(told: Health, fresh: (sensor: string) => boolean, open: string): void {
    const sensors = inOrder(told.sensors);
    for (const one of sensors) this.row(one.sensor).show(one, told.clock.time_s, fresh(one.sensor), one.sensor === open);
    const order = sensors.map((one) => one.sensor);
    if (order.join() === this.order.join()) return;
    const focused = document.activeElement as HTMLElement | null;
    this.order = order;
    this.body.replaceChildren(...order.map((name) => this.row(name).element));
    if (focused && this.body.contains(focused)) focused.focus();
  }

  private row(name: string): Row {
    let row = this.rows.get(name);
    if (!row) this.rows.set(name, (row = new Row(name, this.whole, () => this.press(name))));
    return row;
  }

  /* The row below the focused one, or above it; the first where none is. */
  move(by: number): void {
    const at = this.order.findIndex((name) => this.row(name).button === document.activeElement);
    const next = this.order[at < 0 ? 0 : Math.min(Math.max(at + by, 0), this.order.length - 1)];
    if (next) this.row(next).button.focus();
  }

  focus(name: string): void {
    this.rows.get(name)?.button.focus();
  }
}
