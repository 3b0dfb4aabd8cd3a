// A room's lanes: cause above effect on one time axis. Above who was present, below what each nation's
// feed gave to whoever stood there, with a dotted line at each entry and each leaving.

import { el, setText } from './dom';
import { comings, last, type FeedLane, type FeedSpan, type PresentLane, type PresentSpan, type RoomTold } from './room_told';
import { clock, old } from './words';

const SHORTEST_S = 60; // that an axis spans
const STEPS_S = [10, 20, 30, 60, 120];
const TICKS = 6;
const TICKS_OF_SECONDS = 4; // their words are longer

/* Where a time lies on the axis, in hundredths of its length. */
class Axis {
  readonly length: number;

  constructor(readonly from: number, now: number) {
    this.length = Math.max(SHORTEST_S, now - from);
  }

  at(time: number): number {
    return (100 * Math.max(0, time - this.from)) / this.length;
  }

  private get step(): number {
    return STEPS_S.find((one) => this.length / one <= (one < 60 ? TICKS_OF_SECONDS : TICKS)) ?? STEPS_S[STEPS_S.length - 1];
  }

  ticks(): number[] {
    const { step } = this;
    const first = Math.ceil(this.from / step) * step;
    return Array.from({ length: Math.floor((this.from + this.length - first) / step) + 1 }, (_, n) => first + n * step);
  }

  /* "09:41", with seconds where ticks are closer than a minute. */
  words(time: number): string {
    return this.step < 60 ? clock(time) : clock(time).slice(0, 5);
  }
}

function placed(axis: Axis, from: number, to: number, name: string, ...inside: HTMLElement[]): HTMLElement {
  const bar = el('span', { class: name }, ...inside);
  bar.style.left = `${axis.at(from)}%`;
  bar.style.width = `${axis.at(to) - axis.at(from)}%`;
  return bar;
}

/* Each span with the time at which it ends. */
function spansOf<T extends { since: number }>(spans: readonly T[], now: number): { span: T; to: number }[] {
  return spans.map((span, n) => ({ span, to: spans[n + 1]?.since ?? now }));
}

export class RoomLanes {
  readonly element = el('div', { class: 'lanes' });
  private readonly words = el('ul', { class: 'reaches' });
  private readonly body = el('div', { class: 'lanes-body' });

  constructor() {
    this.element.append(this.body, this.words);
  }

  show(told: RoomTold | null): void {
    if (!told || told.from === null || told.now === null) {
      this.body.replaceChildren(el('p', { class: 'aside' }, 'Waiting for the first epoch'));
      return this.words.replaceChildren();
    }
    /* What was said shows with the next picture, and is drawn before it comes. */
    const now = Math.max(told.now, ...[...told.present, ...told.feeds].flatMap(({ spans }) => spans.map(({ since }: { since: number }) => since)));
    const axis = new Axis(told.from, now);
    this.body.replaceChildren(
      heading('Present'), ...told.present.map((lane) => this.present(lane, axis, now, told.door === 'silent' || told.door === 'missed')),
      heading('Feeds'), ...told.feeds.map((lane) => this.feed(lane, axis, now)),
      this.marks(told, axis), ticks(axis));
    this.words.replaceChildren(...told.feeds.flatMap(({ from, spans }) => {
      const span = last(spans);
      return span?.words ? [el('li', {}, el('b', {}, from), ` ${span.words}`)] : [];
    }));
  }

  private present(lane: PresentLane, axis: Axis, now: number, unknown: boolean): HTMLElement {
    const sits = lane.as !== 'visitor';
    const parts = spansOf(lane.spans, now).flatMap(({ span, to }, n) => {
      const there = sits || span.in > 0;
      const bar = placed(axis, span.since, to, `there ${there ? (sits && !span.in ? 'sits' : 'in') : span.counts ? 'counts' : 'out'}`);
      const before = lane.spans[n - 1];
      return before && before.in !== span.in ? [bar, this.point(axis, span, before)] : [bar];
    });
    return row(lane.who, parts, el('span', { class: 'state' }, unknown && (sits || last(lane.spans)?.in) ? 'last known' : presentWords(lane)));
  }

  /* Full where somebody came, hollow where somebody left. */
  private point(axis: Axis, span: PresentSpan, before: PresentSpan): HTMLElement {
    const point = el('span', { class: span.in > before.in ? 'point came' : 'point left' });
    point.style.left = `${axis.at(span.since)}%`;
    return point;
  }

  private feed(lane: FeedLane, axis: Axis, now: number): HTMLElement {
    const bars = spansOf(lane.spans, now).map(({ span, to }) => {
      const bar = placed(axis, span.since, to, `feed ${span.shows}`);
      if (span.shows === 'dark') setText(bar, 'dark');
      bar.style.setProperty('--share', String(span.share));
      bar.title = `${clock(span.since)} ${span.shows}${span.words ? `: ${span.words}` : ''}`;
      return bar;
    });
    const span = last(lane.spans);
    return row(lane.from, bars, el('span', { class: `state ${span?.shows ?? ''}` }, span ? feedWords(span, axis.from, now) : ''), 'bars');
  }

  private marks(told: RoomTold, axis: Axis): HTMLElement {
    const field = el('div', { class: 'comings', 'aria-hidden': 'true' });
    for (const time of comings(told)) {
      const line = el('span');
      line.style.left = `${axis.at(time)}%`;
      field.append(line);
    }
    return field;
  }
}

export function presentWords({ as, spans }: PresentLane): string {
  const now = last(spans);
  if (!now) return '';
  if (as !== 'visitor') return now.in ? `${as}, ${now.in} more in` : as;
  return now.in ? `${now.in} in` : now.counts ? 'left, counts until Restore' : 'out';
}

/* What began before the axis does is older than can be told. */
function feedWords({ shows, since }: FeedSpan, from: number, now: number): string {
  return shows === 'dark' && since > from ? `dark ${old(now - since)}` : shows;
}

function heading(words: string): HTMLElement {
  return el('h3', {}, words);
}

function row(name: string, track: HTMLElement[], state: HTMLElement, kind = ''): HTMLElement {
  return el('div', { class: `lane ${kind}` }, el('b', {}, name), el('span', { class: 'track' }, ...track), state);
}

function ticks(axis: Axis): HTMLElement {
  const row = el('div', { class: 'times', 'aria-hidden': 'true' });
  for (const time of axis.ticks()) {
    const tick = el('span');
    setText(tick, axis.words(time));
    tick.style.left = `${axis.at(time)}%`;
    row.append(tick);
  }
  return row;
}
