// The lower part of Compare: how many both see, which, how late, how much less accurate. Lengths are
// counts; the difference alone has a hue.

import { signed } from './board_cell';
import { el, setClass, setText } from './dom';
import { kindsOf, LATE_S, lateness, ROUGH_M, roughness, type Laid, type Worse } from './pairs';
import type { View } from './site';
import { unit } from './unit';
import { km, thousands } from './words';

const BINS = 24;
const LETTER = 9; // units, of the bar's words: as much as the widest takes on average
const PADDING = 40; // likewise: beside them, in their part of the bar

/* How a view is called where the other stands beside it. */
export function shortName(view: View, other: View): string {
  return view.audience === other.audience ? `under ${view.rule}` : `by ${view.audience} under ${view.rule}`;
}

class Histogram {
  readonly element: HTMLElement;
  private readonly head = el('h3');
  private readonly sum = el('p', { class: 'sum' });
  private readonly bars = Array.from({ length: BINS }, () => el('span'));
  private readonly ticks = Array.from({ length: 5 }, () => el('span'));

  /* ends: where the axis may end; the first that four in five of the worse keep within, else the last. */
  constructor(private readonly name: string, private readonly of: string, private readonly unit: string,
    private readonly ends: readonly number[], private readonly threshold: number) {
    this.element = el('section', { class: 'histogram' }, this.head, this.sum,
      el('div', { class: 'bars', 'aria-hidden': 'true' }, ...this.bars),
      el('div', { class: 'ticks', 'aria-hidden': 'true' }, ...this.ticks));
  }

  clear(): void {
    this.head.replaceChildren(el('strong', {}, this.name));
    for (const element of [this.sum, ...this.ticks]) setText(element, '');
    for (const bar of this.bars) bar.style.height = '0';
  }

  /* words: of the worse view; figure: the median in words. */
  show(worse: Worse, words: string, adjective: string, figure: (value: number) => string): void {
    const bad = worse.by.filter((value) => value > this.threshold).sort((a, b) => a - b);
    const most = bad[Math.ceil(0.8 * bad.length) - 1] ?? 0;
    const end = this.ends.find((value) => value >= most) ?? this.ends[this.ends.length - 1];
    const more = worse.by.some((value) => value > end) ? ' or more' : '';
    const counts = new Array<number>(BINS).fill(0);
    for (const value of worse.by) counts[Math.min(BINS - 1, Math.floor((value / end) * BINS))]++;
    const highest = Math.max(1, ...counts);
    this.bars.forEach((bar, n) => {
      bar.style.height = counts[n] ? `${Math.max(6, (100 * counts[n]) / highest)}%` : '0';
      bar.className = (n / BINS) * end >= this.threshold ? 'worse' : '';
    });
    this.ticks.forEach((tick, n) => setText(tick, `${figure((end * n) / 4).replace(/ .*/, '')}${n === 4 ? ` ${this.unit}${more}` : ''}`));
    this.head.replaceChildren(el('strong', {}, this.name), ` ${words}, ${this.of}`);
    setText(this.sum, worse.count === 0 ? `none of ${worse.by.length} ${adjective}`
      : `${worse.count} of ${worse.by.length} ${adjective}, median ${figure(worse.median)}`);
  }
}

export class ComparePanel {
  readonly element: HTMLElement;
  private readonly segments = { left: el('span', { class: 'only' }), both: el('span', { class: 'both' }), right: el('span', { class: 'only' }) };
  private readonly below = { left: el('span'), right: el('span') };
  private readonly how = el('span');
  private readonly kinds = el('tbody');
  private readonly late = new Histogram('How late', 'by its newest report', 's', [60, 120, 300, 600, 3600], LATE_S);
  private readonly rough = new Histogram('How much less accurate', '95 % radius', 'km', [1000, 3000, 6000, 12_000, 30_000, 60_000], ROUGH_M);

  constructor() {
    const { left, both, right } = this.segments;
    this.element = el('section', { class: 'compare-panel', 'aria-label': 'What differs' },
      el('p', { class: 'seen-bar' }, left, both, right),
      el('p', { class: 'below-bar' }, this.below.left, this.below.right, this.how),
      el('div', { class: 'answers' },
        el('section', {}, el('h3', {}, el('strong', {}, 'Which')), el('table', { class: 'kinds-of' }, this.kinds)),
        this.late.element, this.rough.element));
  }

  clear(): void {
    setClass(this.element, 'waits', true);
    for (const element of [...Object.values(this.segments), ...Object.values(this.below), this.how]) setText(element, '');
    this.kinds.replaceChildren();
    this.late.clear();
    this.rough.clear();
  }

  /* byTruth: the daemon says which tracks are of one object. */
  show(laid: Laid, left: View, right: View, byTruth: boolean): void {
    setClass(this.element, 'waits', false);
    const counts = { left: laid.only.filter((one) => one.left >= 0).length, both: laid.both.length, right: laid.only.filter((one) => one.right >= 0).length };
    const names = { left: shortName(left, right), right: shortName(right, left) };
    for (const side of ['left', 'both', 'right'] as const) {
      this.segments[side].style.flexGrow = String(counts[side]);
      this.segments[side].hidden = counts[side] === 0;
    }
    setText(this.segments.both, `${counts.both} seen by both`);
    const room = this.element.clientWidth / unit() / Math.max(1, counts.left + counts.both + counts.right); // units, of one track
    for (const side of ['left', 'right'] as const) {
      const words = `${counts[side]} only ${names[side]}`;
      const fits = counts[side] * room > LETTER * words.length + PADDING;
      setText(this.segments[side], fits ? words : '');
      setText(this.below[side], fits ? '' : words);
    }
    setText(this.how, byTruth ? 'Exercise staff: paired through truth, never by track number' : 'Paired by place in the two pictures, never by track number');
    this.showKinds(laid);
    const late = lateness(laid);
    const rough = roughness(laid);
    this.late.show(late, names[late.side], 'late', (s) => `${thousands(s)} s`);
    this.rough.show(rough, names[rough.side], 'worse', (m) => (m % 1000 === 0 ? `${m / 1000} km` : `${km(m)} km`));
  }

  private showKinds(laid: Laid): void {
    const kinds = kindsOf(laid);
    const most = Math.max(1, ...kinds.map((kind) => kind.both + kind.left + kind.right));
    this.kinds.replaceChildren(...kinds.map(({ name, both, left, right }) => {
      const part = (kind: string, count: number) => el('span', { class: kind, 'data-share': count / most });
      const bar = el('span', { class: 'bar', 'aria-hidden': 'true' }, part('had', both), part('gained', left + right));
      for (const one of bar.querySelectorAll<HTMLElement>('span')) one.style.width = `${100 * Number(one.dataset.share)}%`;
      return el('tr', {}, el('th', { scope: 'row' }, name), el('td', { class: 'wide' }, bar), el('td', { class: 'right' }, String(both)),
        el('td', { class: 'by' }, [signed(right, thousands), signed(-left, thousands)].filter(Boolean).join(' ')));
    }));
  }
}
