// The audit log, newest first: what was said and what that put in force, by whom and why. Releases are
// many, so they are listed only when asked for.

import { el, setText } from './dom';
import { tokenHeaders } from './token';

interface Entry {
  readonly entry: number;
  readonly time: string; // "2031-03-04T03:12:44Z"
  readonly kind: 'begin' | 'resume' | 'act' | 'state' | 'releases';
  readonly [field: string]: string | number;
}

interface Told {
  readonly entries: readonly Entry[]; // newest first
  readonly more: boolean;
  readonly beyond: boolean; // older ones are in the log alone
  readonly log: boolean; // there is one
}

const EVERY_MS = 2000;
const KEPT = 600; // on the page
const KINDS: readonly (readonly [string, string])[] = [
  ['act state begin resume', 'Said and in force'], ['act', 'Said'], ['state', 'In force'], ['begin', 'Runs'], ['releases', 'Releases'],
];

export class AuditList {
  readonly element: HTMLElement;
  private readonly kind = el('select', { class: 'control', 'aria-label': 'Which entries', onchange: () => this.anew() },
    ...KINDS.map(([kind, words]) => el('option', { value: kind }, words)));
  private readonly list = el('ol', { tabindex: 0, 'aria-label': 'Entries, newest first' });
  private readonly older = el('button', { type: 'button', class: 'control', onclick: () => void this.askOlder() }, 'Older');
  private readonly note = el('p', { class: 'aside' });
  private entries: Entry[] = []; // newest first
  private timer = 0;
  private turn = 0; // of asking; another kind begins another
  private ended = false;

  constructor() {
    this.older.hidden = true;
    this.element = el('section', { class: 'audit-list', 'aria-labelledby': 'audit-title' },
      el('header', {}, el('h2', { id: 'audit-title' }, 'Audit log'), this.kind),
      this.list, el('footer', {}, this.note, this.older));
    void this.ask();
  }

  private async fetch(query: Record<string, string>): Promise<Told | null> {
    const { value: kind } = this.kind;
    const asked = new URLSearchParams([...Object.entries(query), ...kind.split(' ').map((one) => ['kind', one])]);
    const answer = await fetch(`audit?${asked.toString()}`, { headers: tokenHeaders }).catch(() => null);
    const told = answer?.ok ? ((await answer.json().catch(() => null)) as Told | null) : null;
    return this.ended || kind !== this.kind.value ? null : told;
  }

  private async ask(): Promise<void> {
    const { turn } = this;
    const first = this.entries.length === 0;
    const told = await this.fetch(first ? {} : { after: String(this.entries[0].entry) });
    if (this.ended || turn !== this.turn) return;
    if (told?.entries.length) {
      this.entries = [...told.entries, ...this.entries].slice(0, KEPT);
      this.draw();
    }
    if (told && first) this.tell(told);
    this.timer = window.setTimeout(() => void this.ask(), EVERY_MS);
  }

  private async askOlder(): Promise<void> {
    const last = this.entries.at(-1);
    const told = await this.fetch(last ? { before: String(last.entry) } : {});
    if (!told) return;
    this.entries.push(...told.entries);
    this.draw();
    this.tell(told);
  }

  private tell(told: Told): void {
    this.older.hidden = !told.more || this.entries.length >= KEPT;
    const rest = told.beyond || (told.more && this.entries.length >= KEPT);
    setText(this.note, !told.log ? 'No log is kept: configure audit' : this.entries.length === 0 ? 'Nothing is written down yet.' : rest ? 'Older ones: picket audit list' : '');
  }

  /* Another kind is another list. */
  private anew(): void {
    window.clearTimeout(this.timer);
    this.turn++;
    this.entries = [];
    this.draw();
    void this.ask();
  }

  private draw(): void {
    this.list.replaceChildren(...this.entries.map((entry) => {
      const [who, what, why] = words(entry);
      return el('li', { class: entry.outcome && entry.outcome !== 'accepted' && entry.outcome !== 'asked' ? 'refused' : '' },
        el('time', {}, entry.time.slice(11, 19)), el('span', { class: 'who' }, who),
        el('span', {}, what, why ? el('span', { class: 'why' }, ` ${why}`) : null));
    }));
  }

  end(): void {
    this.ended = true;
    window.clearTimeout(this.timer);
  }
}

/* Who, what, why. */
function words(entry: Entry): [string, string, string] {
  switch (entry.kind) {
    case 'act': {
      const refused = entry.outcome === 'accepted' || entry.outcome === 'asked' ? '' : `refused: ${entry.outcome}`;
      const until = entry.until === 'lifted' ? '' : `until ${String(entry.until).slice(11, 19)}`;
      return [staff(String(entry.who)), [withoutDates(String(entry.says)), until].filter(Boolean).join(' '), [entry.reason && `"${entry.reason}"`, refused].filter(Boolean).join(' ')];
    }
    case 'state':
      return ['in force', `${entry.what} ${entry.name === '-' ? '' : entry.name}`.trim(), change(String(entry.was), String(entry.becomes))];
    case 'begin':
      return ['picketd', `run ${entry.run} begins`, ''];
    case 'resume':
      return ['picketd', 'started again', ''];
    case 'releases':
      return [String(entry.view), `${entry.count} of ${entry.sensor}`, entry.clause === '-' ? 'its own' : `by ${entry.clause}`];
  }
}

function staff(who: string): string {
  return who === 'white-cell' ? 'white cell' : who;
}

/* All times of an exercise read alike: without their day. */
function withoutDates(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)(\.\d+)?Z/g, '$1');
}

function short(value: string): string {
  return /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value;
}

function change(was: string, becomes: string): string {
  if (was === '-') return short(becomes);
  return becomes === '-' ? `no more ${short(was)}` : `${short(was)}, now ${short(becomes)}`;
}
