// Beside the table: one sensor's troubles and what to do about each; the engines; what changed.

import { el, setClass, setText } from './dom';
import { Badge } from './health_table';
import { sumOf, type EngineTold, type Health, type SensorTold } from './health_told';
import { heardWords, STATES, troublesOf } from './health_words';
import type { View } from './site';
import type { Entry, Watch } from './watch';
import { clock, thousands } from './words';

/* One sensor. */
export class SensorPanel {
  readonly element: HTMLElement;
  private readonly name = el('h2');
  private readonly facts = el('dl');
  private readonly troubles = el('ul', { class: 'troubles' });
  private told = '';

  constructor(close: () => void) {
    this.element = el('section', { class: 'sensor-panel', 'aria-label': 'Sensor' },
      el('header', {}, this.name, el('button', { type: 'button', class: 'control', onclick: close }, 'Close ', el('kbd', {}, 'Esc'))),
      this.troubles, this.facts);
    this.element.hidden = true;
  }

  show(told: SensorTold | undefined, now: number | null): void {
    this.element.hidden = !told;
    if (!told) return;
    setText(this.name, told.sensor);
    const facts = factsOf(told, now);
    const troubles = troublesOf(told, now);
    const all = JSON.stringify([facts, troubles]);
    if (all === this.told) return;
    this.told = all;
    this.facts.replaceChildren(...facts.map(([term, value]) => el('div', {}, el('dt', {}, term), el('dd', {}, value))));
    this.troubles.replaceChildren(...(troubles.length ? troubles : [['Nothing is wrong with it.', '']] as const)
      .map(([words, remedy]) => el('li', {}, el('p', {}, words), remedy !== '' && el('p', { class: 'aside' }, remedy))));
  }
}

function factsOf(told: SensorTold, now: number | null): [string, string][] {
  const n = thousands;
  const refused = sumOf(told.refused);
  const behind = told.fused === undefined ? `${n(told.taken)} taken`
    : `${n(told.fused)} fused + ${n(told.dropped ?? 0)} dropped + ${n(told.waiting ?? 0)} waiting`;
  return [
    ['State', told.states.map((state) => STATES[state]).join(', ') || 'normal'],
    ['Nation', told.nation],
    ['Period', told.period_s === null ? 'irregular, never called silent' : `${told.period_s} s`],
    ['Last heard', told.heard_s === null ? 'not in this run' : `${clock(told.heard_s)}, ${heardWords(told, now)} ago`],
    ['Reports', `${n(told.received)} = ${behind} + ${n(refused)} refused`],
    ['Datagrams', `${n(told.missing)} never came, ${n(sumOf(told.datagrams_refused))} refused whole`],
    ['Began anew', told.restarts === 1 ? 'once' : `${n(told.restarts)} times`],
    ...(told.nis ? [['Errs', `NIS ${told.nis.mean.toFixed(2)} a dimension, of ${n(told.nis.plots)} plots; 1 is as stated`] as [string, string]] : []),
  ];
}

const ENGINE_STATES = { lag: 'behind', slow: 'slow' };

class EngineRow {
  readonly element: HTMLElement;
  private readonly bar = el('span', { class: 'fill' });
  private readonly worst = el('span', { class: 'worst' });
  private readonly line = el('span', { class: 'limit' });
  private readonly badge = new Badge();
  private readonly value = el('span', { class: 'right' });
  private readonly tracks = el('span', { class: 'right aside' });

  constructor(first: boolean, view: View) {
    this.element = el('div', { class: 'engine', role: 'listitem' }, el('strong', {}, first ? view.audience : ''),
      first ? null : el('span', { class: 'hidden-words' }, view.audience),
      el('span', { class: 'rule-of' }, view.rule, ' ', this.badge.element), el('span', { class: 'track-bar', 'aria-hidden': 'true' }, this.bar, this.worst, this.line),
      this.tracks, this.value);
  }

  /* most: what the whole bar stands for; s. */
  show(told: EngineTold, most: number, limit: number | null, fresh: boolean): void {
    const [state] = told.states;
    this.bar.style.width = `${(100 * (told.median_s ?? 0)) / most}%`;
    this.worst.hidden = told.worst_s === null;
    this.worst.style.left = `${Math.min(100, (100 * (told.worst_s ?? 0)) / most)}%`;
    this.line.hidden = limit === null;
    this.line.style.left = `${(100 * (limit ?? 0)) / most}%`;
    this.badge.show(state ? ENGINE_STATES[state] : '', state ?? '', fresh);
    setText(this.tracks, `${thousands(told.tracks)} tracks`);
    setText(this.value, told.median_s === null ? '-' : `${milliseconds(told.median_s)}, worst ${milliseconds(told.worst_s!)} ms`);
  }
}

function milliseconds(seconds: number): string {
  return (1000 * seconds).toFixed(seconds < 0.01 ? 1 : 0);
}

/* How long after its epoch's end each view's last sixty pictures were published, beside the time that
 * there is for one. Views are published one after another, so the last in the book is never the first. */
export class Engines {
  readonly element: HTMLElement;
  private readonly rows = new Map<string, EngineRow>();
  private readonly foot = el('p', { class: 'aside' });
  private readonly queues = el('p', { class: 'aside' });
  private readonly what = el('span', { class: 'aside' });

  constructor(views: readonly View[]) {
    const ordered = [...views].sort((a, b) => order(views, a) - order(views, b));
    const list = el('div', { class: 'engine-list', role: 'list' }, ...ordered.map((view, n) => {
      const row = new EngineRow(n === 0 || ordered[n - 1].audience !== view.audience, view);
      this.rows.set(view.name, row);
      return row.element;
    }));
    this.element = el('section', { class: 'engines', 'aria-label': 'Engines' }, el('h2', {}, 'Engines ', this.what), list, this.foot, this.queues);
  }

  show(told: Health, watch: Watch): void {
    const allowed = told.publish_allowed_s ?? null;
    const most = allowed ?? Math.max(0.001, ...told.engines!.map(({ worst_s: s }) => s ?? 0));
    setText(this.what, `from an epoch's end until published: median and worst of the last 60, a minute at 1x`);
    for (const one of told.engines!)
      this.rows.get(one.view)?.show(one, most, allowed === null ? null : 0.8 * allowed, watch.fresh(`engine ${one.view} `));
    setText(this.foot, allowed === null ? 'The clock stands: an epoch takes what it takes.'
      : `Line: amber above ${Math.round(800 * allowed)} ms, 80 % of the time allowed.`);
    const fills = (told.queues ?? []).map(({ queue, fill }) => `${queue} ${Math.round(100 * fill)} %`).join(', ');
    setText(this.queues, `Queues filled: ${fills}. Slow pages were spared ${thousands(told.pages?.epochs_skipped ?? 0)} epochs.`);
  }
}

/* Partner by partner, rules in the book's order. */
function order(views: readonly View[], view: View): number {
  return views.findIndex((one) => one.audience === view.audience) * views.length + views.indexOf(view);
}

export class Since {
  readonly element: HTMLElement;
  private readonly list = el('ul');
  private readonly none = el('p', { class: 'aside' }, 'Nothing changed.');
  private readonly all: HTMLButtonElement;
  private shown = '';

  constructor(private readonly see: (entry: Entry) => void, all: () => void) {
    this.all = el('button', { type: 'button', class: 'control', onclick: all }, 'All seen ', el('kbd', {}, 'S'));
    this.element = el('section', { class: 'since', 'aria-label': 'Since the last watch' },
      el('header', {}, el('h2', {}, 'Since the last watch'), this.all), this.none, this.list);
  }

  show({ entries }: Watch): void {
    const all = JSON.stringify(entries);
    if (all === this.shown) return;
    this.shown = all;
    this.none.hidden = entries.length > 0;
    this.all.hidden = entries.length === 0;
    const kept = document.activeElement?.closest('li')?.dataset.key;
    this.list.replaceChildren(...entries.map((entry) => this.line(entry)));
    const again = [...this.list.children].find((one) => (one as HTMLElement).dataset.key === kept);
    if (kept) (again?.querySelector('button') ?? this.all).focus();
  }

  private line(entry: Entry): HTMLElement {
    const waits = entry.grave !== '' && entry.seen === null;
    const line = el('li', { 'data-key': entry.key }, el('time', {}, clock(entry.at)),
      el('p', {}, el('strong', {}, entry.who), ` ${entry.words}`),
      waits ? el('button', { type: 'button', class: 'control', 'aria-label': `Seen: ${entry.who} ${entry.words}`, onclick: () => this.see(entry) }, 'Seen')
        : el('span', { class: 'aside' }, entry.seen === null ? '' : `seen ${clock(entry.seen)}`));
    setClass(line, 'waits', waits);
    return line;
  }
}
