// What changed since the last watch, as long as this tab lives: kept in its memory, nowhere else.

import { graveOf, type Grave, type Health, type SensorTold, type State } from './health_told';
import { lateWords } from './health_words';

export interface Entry {
  readonly at: number; // exercise time
  readonly who: string;
  readonly words: string;
  readonly grave: Grave; // "": it asks nothing of anyone
  readonly key: string; // of what it tells
  seen: number | null;
}

const KEPT = 12;

const OVER: Readonly<Record<string, string>> = {
  silent: 'heard again', sum: 'adds up again', late: 'in time again', refused: 'refused no more', differs: 'as claimed again',
  lag: 'in time again', slow: 'in time again', full: 'no longer full',
};

function wordsOf(told: SensorTold, state: State): string {
  switch (state) {
    case 'silent': return 'silent';
    case 'sum': return 'does not add up';
    case 'late': return `late, ${lateWords(told)}`;
    case 'differs': return told.findings.map(({ claim }) => claim).join(', ') + ' not as claimed';
    case 'refused': {
      const [most] = [...Object.entries(told.refused), ...Object.entries(told.datagrams_refused)].sort((a, b) => b[1] - a[1]);
      return `refused, ${most?.[0] ?? ''}`;
    }
  }
}

/* All that is not as it should be: key to [who, words]. */
function abnormal(told: Health): Map<string, [who: string, state: string, words: string]> {
  const all = new Map<string, [string, string, string]>();
  for (const one of told.sensors)
    for (const state of one.states) all.set(`sensor ${one.sensor} ${state}`, [one.sensor, state, wordsOf(one, state)]);
  for (const { view, states } of told.engines ?? [])
    for (const state of states) all.set(`engine ${view} ${state}`, [view, state, state === 'lag' ? 'is behind' : 'is slow']);
  for (const { queue, states } of told.queues ?? [])
    for (const state of states) all.set(`queue ${queue} ${state}`, [`queue of ${queue}`, state, 'is full']);
  if (told.sums && told.sums.difference !== 0) all.set('sums sum', ['All reports', 'sum', `do not add up by ${told.sums.difference}`]);
  return all;
}

export class Watch {
  entries: Entry[] = []; // the newest first
  private before = new Map<string, [who: string, state: string]>();
  private dropped = new Map<string, number>();
  private ran = 0; // newest exercise time that was told

  take(told: Health): void {
    const at = told.clock.time_s ?? 0;
    if (at < this.ran) { // a new run: everything is told anew
      this.entries = [];
      this.before.clear();
    }
    this.ran = at;
    const now = abnormal(told);
    for (const [key, [who, state, words]] of now)
      if (!this.before.has(key)) this.add({ at, who, words, grave: graveOf(state), key, seen: null });
    for (const [key, [who, state]] of this.before)
      if (!now.has(key)) this.add({ at, who, words: OVER[state] ?? 'normal again', grave: '', key, seen: null });
    this.before = new Map([...now].map(([key, [who, state]]) => [key, [who, state]]));
    this.drops(told, at);
  }

  private drops(told: Health, at: number): void {
    for (const { listener, dropped } of told.datagrams ?? []) {
      const more = dropped - (this.dropped.get(listener) ?? 0);
      if (more > 0) this.add({ at, who: `port of ${listener}`, words: `dropped ${more} datagrams, kernel`, grave: 'amber', key: `drop ${listener} ${dropped}`, seen: null });
      this.dropped.set(listener, dropped);
    }
  }

  /* What nobody has seen yet is kept longest. */
  private add(entry: Entry): void {
    this.entries.unshift(entry);
    while (this.entries.length > KEPT) {
      const old = this.entries.map((one) => one.seen !== null || one.grave === '').lastIndexOf(true);
      this.entries.splice(old < 0 ? this.entries.length - 1 : old, 1);
    }
  }

  see(entry: Entry): void {
    entry.seen = this.ran;
  }

  /* All of it; what asked nothing of anyone goes. */
  seeAll(): void {
    for (const entry of this.entries) if (entry.grave && entry.seen === null) entry.seen = this.ran;
    this.entries = this.entries.filter((entry) => entry.grave);
  }

  /* Is there something of this kind that nobody has acknowledged? */
  fresh(key: string): boolean {
    return this.entries.some((entry) => entry.grave !== '' && entry.seen === null && entry.key.startsWith(key));
  }
}
