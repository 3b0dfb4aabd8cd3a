// The frame's upper edge: pages, marking, clock, link. The marking is never hidden or shortened.

import { el, setClass, setText } from './dom';
import type { LinkState } from './link';
import type { Session } from './session';
import { clockOfNs, ordinal } from './words';

const RUN = 2;
const PAUSE = 3;
const STEP = 4;

function pace(session: Session): string {
  const beat = session.beat;
  if (!beat) return 'Z';
  if (beat.mode === PAUSE) return 'Z, paused';
  if (beat.mode === STEP) return 'Z, stepped';
  return beat.mode === RUN ? `Z, ${Number((beat.ratePermille / 1000).toPrecision(3))}x` : 'Z';
}

/* "every 3rd epoch": the browser or the way to it is slow, and only the newest are sent. */
function thinned(session: Session): string {
  const n = session.every;
  return n < 2 ? '' : `, every ${n}${n === 2 ? 'nd' : n === 3 ? 'rd' : 'th'} epoch`;
}

export class Head {
  readonly element: HTMLElement;
  private readonly clock = el('time', { class: 'clock' }, '--:--:--');
  private readonly pace = el('span', { class: 'pace' });
  private readonly link = el('span', { class: 'link' });

  constructor(marking: string, theme: () => void, help: () => void) {
    this.element = el('header', { class: 'head' },
      el('span', { class: 'wordmark' }, 'Picket'),
      el('nav', { 'aria-label': 'Pages' }, el('a', { href: '#', 'aria-current': 'page', onclick: stay }, 'View')),
      el('span', { class: 'marking' }, marking),
      el('span', { class: 'time' }, this.clock, this.pace), this.link,
      el('button', { type: 'button', class: 'quiet', title: 'Dark or light (D)', 'aria-label': 'Dark or light', onclick: theme }, '\u25d0'),
      el('button', { type: 'button', class: 'quiet', title: 'Keys (?)', 'aria-label': 'Keys', onclick: help }, '?'));
  }

  show(session: Session, state: LinkState): void {
    const picture = session.shown;
    /* While the picture is held the clock goes on; it is that of the newest. */
    setText(this.clock, session.newest ? clockOfNs(session.newest.epochNs) : '--:--:--');
    this.clock.title = picture ? new Date(Number(picture.epochNs / 1_000_000n)).toISOString() : '';
    const lost = state.kind === 'lost';
    setText(this.pace, lost ? 'Z' : pace(session) + thinned(session));
    setClass(this.element, 'lost', lost);
    this.link.className = `link ${state.kind}`;
    setText(this.link, linkWords(state));
  }
}

function stay(event: Event): void {
  event.preventDefault();
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

  show(session: Session, state: LinkState): void {
    this.element.hidden = state.kind !== 'lost';
    if (this.element.hidden) return;
    const picture = session.shown;
    setText(this.title, picture ? `Picture of ${clockOfNs(picture.epochNs)}, not live` : 'No picture yet');
    setText(this.cause, `No word from the daemon for ${Math.round(state.silent)} s. Trying again, ${ordinal(Math.max(1, state.tries))} time.`);
  }
}
