// The frame's upper edge: pages, marking, clock, link. The marking is never hidden or shortened.

import { el, setClass, setText } from './dom';
import type { LinkState } from './link';
import type { PageKind } from './page';
import type { Beat } from './wire/picket/v1/picture_pb';
import { clockOfNs, ordinal } from './words';

/* Of the picture that is drawn; a Feed is one. */
export interface Now {
  readonly newest: { readonly epochNs: bigint } | null;
  readonly beat: Beat | null;
  readonly every: number; // epochs between the last two pictures
}

const RUN = 2;
const PAUSE = 3;
const STEP = 4;
const UNSET = 1n; // no value of a beat is 0

/* No epoch ends until the clock is set going, or is stepped. */
export function clockStands(beat: Beat | null): boolean {
  return beat?.mode === PAUSE || beat?.mode === STEP;
}

function pace(beat: Beat | null): string {
  if (!beat) return 'Z';
  if (beat.mode === PAUSE) return 'Z, paused';
  if (beat.mode === STEP) return 'Z, stepped';
  return beat.mode === RUN ? `Z, ${Number((beat.ratePermille / 1000).toPrecision(3))}x` : 'Z';
}

/* The browser or the way to it is slow, and only the newest are sent. */
function thinned({ beat, every }: Now): string {
  return every < 2 || clockStands(beat) ? '' : `, every ${every} epochs`;
}

export class Head {
  readonly element: HTMLElement;
  private readonly tabs = new Map<PageKind, HTMLAnchorElement>();
  private readonly clock = el('time', { class: 'clock' }, '--:--:--');
  private readonly pace = el('span', { class: 'pace' });
  private readonly link = el('span', { class: 'link' });

  constructor(marking: string, reader: string, kinds: readonly PageKind[], theme: () => void, help: () => void) {
    kinds.forEach((kind, n) => this.tabs.set(kind,
      el('a', { href: `#/${kind.path}` }, el('span', { class: 'number', 'aria-hidden': 'true' }, String(n + 1)), kind.words)));
    this.element = el('header', { class: 'head' },
      el('span', { class: 'wordmark' }, 'Picket'),
      el('nav', { 'aria-label': 'Pages' }, ...this.tabs.values()),
      el('span', { class: 'marking' }, marking),
      el('span', { class: 'time' }, this.clock, this.pace), this.link,
      el('span', { class: 'reader', title: 'Whose link this is' }, reader),
      el('button', { type: 'button', class: 'quiet', title: 'Dark or light (D)', 'aria-label': 'Dark or light', onclick: theme }, '\u25d0'),
      el('button', { type: 'button', class: 'quiet', title: 'Keys (?)', 'aria-label': 'Keys', onclick: help }, '?'));
  }

  /* The tab of the page that is shown; null: none is. */
  mark(kind: PageKind | null): void {
    for (const [one, tab] of this.tabs) {
      if (one === kind) tab.setAttribute('aria-current', 'page');
      else tab.removeAttribute('aria-current');
    }
  }

  /* Where a tab leads when it is pressed again: to what it showed last. */
  remember(kind: PageKind, address: string): void {
    this.tabs.get(kind)!.href = address;
  }

  press(kind: PageKind): void {
    this.tabs.get(kind)!.click();
  }

  show(now: Now, state: LinkState): void {
    const { newest, beat } = now;
    const lost = state.kind === 'lost';
    /* While the picture is held the clock goes on; it is that of the newest. Where none has come, as to a
     * daemon that was started again and stands, it is the exercise's own. */
    const told = beat && !lost && beat.exerciseNs > UNSET ? beat.exerciseNs : null;
    const at = newest?.epochNs ?? told;
    setText(this.clock, at === null ? '--:--:--' : clockOfNs(at));
    setText(this.pace, lost ? 'Z' : pace(beat) + thinned(now));
    setClass(this.element, 'lost', lost);
    this.link.className = `link ${state.kind}`;
    setText(this.link, linkWords(state));
  }
}

function linkWords(state: LinkState): string {
  const s = Math.round(state.silent);
  switch (state.kind) {
    case 'live': return 'live';
    case 'late': return `late ${s} s`;
    case 'lost': return `NOT LIVE ${s} s`;
    case 'waiting': return 'waiting';
  }
}

/* The box on the map while the link is lost. */
export class Lost {
  readonly element: HTMLElement;
  private readonly title = el('h2');
  private readonly cause = el('p');

  constructor() {
    this.element = el('section', { class: 'lost-box', role: 'alert' }, this.title, this.cause,
      el('p', { class: 'aside' }, 'Positions stand where they were. Nothing is predicted.'));
    this.element.hidden = true;
  }

  /* shown: the picture that stands still. */
  show(shown: Now['newest'], state: LinkState): void {
    this.element.hidden = state.kind !== 'lost';
    if (this.element.hidden) return;
    setText(this.title, shown ? `Picture of ${clockOfNs(shown.epochNs)}, not live` : 'No picture yet');
    setText(this.cause, `No word from the daemon for ${Math.round(state.silent)} s. Trying again, ${ordinal(Math.max(1, state.tries))} time.`);
  }
}
