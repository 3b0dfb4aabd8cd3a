// The exercise clock as the white cell has it: what the daemon tells of it (/timeline), and what is said
// to it (POST /clock). Where no replay follows it, nothing can be said.

import { tokenHeaders } from './token';

export interface TimeEvent {
  readonly time: number;
  readonly kind: string; // "act", "room", "clock", "book", "launch"
  readonly words: string;
}

/* Times are seconds since 1970. */
interface Told {
  readonly clock: 'controlled' | 'wall';
  readonly follows: boolean; // a replay goes by it
  readonly mode: 'unset' | 'wall' | 'run' | 'pause' | 'step';
  readonly rate: number; // 0: it stands
  readonly pace: number; // at which it ran last, or is to run
  readonly now: number | null;
  readonly begin: number | null; // of this run
  readonly end: number | null; // of the recording that is played
  readonly stopped: number | null; // where an earlier picketd was when it stopped
  readonly goal: number | null; // where the clock is being brought
  readonly epoch: number; // s
  readonly bin: number; // s
  readonly reports: readonly number[]; // of each bin since the begin
  readonly earlier: number; // events that are told no more
  readonly events: readonly TimeEvent[];
  readonly launches: readonly { readonly time: number; readonly object: string }[];
}

export interface Order {
  readonly mode: 'run' | 'pause';
  readonly time_s?: number;
  readonly rate?: number;
}

const DAY_S = 86400;
const EVERY_MS = 1000;
const SOON_MS = 200; // after a word, and while the clock is on its way
const GATHER_MS = 150; // presses in a row are one word

const REFUSALS: Record<string, string> = {
  'too-often': 'Too much at once. Wait a few seconds.',
  'time-range': 'The clock cannot go there.',
  'clock-unset': 'The exercise has not begun.',
};

export class ExerciseClock {
  told: Told | null = null;
  silent = false; // nobody answered when it was asked last
  events: readonly TimeEvent[] = []; // with launches, in order
  pictured: number | null = null; // the epoch of the newest picture, s
  begun = false; // picketd was started again: there was a time before
  private timer = 0;
  private gather = 0;
  private order: Order | null = null; // not said yet
  private ended = false;
  private asked = 0; // questions: an answer to an older one is dropped

  /* changed: it was told, or is wanted, otherwise. wrong: why a word was not obeyed; '': it was. */
  constructor(private readonly changed: () => void, private readonly wrong: (words: string) => void) {
    void this.ask();
  }

  /* Whether it can be set here. */
  get mine(): boolean {
    return this.told?.follows === true && this.told.now !== null;
  }

  /* It goes, or will once it is where it is brought. */
  get goes(): boolean {
    return this.order ? this.order.mode === 'run' : (this.told?.rate ?? 0) > 0;
  }

  /* Where it is brought, by what was said or is about to be. */
  get goal(): number | null {
    return this.order?.time_s ?? this.told?.goal ?? null;
  }

  /* The clock is told now and then; a picture tells sooner how far it has come. After a jump back one of
   * the run before may still be there: it is too far ahead. */
  get now(): number | null {
    const { told, pictured } = this;
    const ahead = (pictured ?? 0) - (told?.now ?? 0);
    return ahead > 0 && ahead < 3 * (told?.rate ?? 0) ? pictured : told?.now ?? null;
  }

  /* The end of the recording, or as far as was played. */
  get last(): number {
    return Math.max(this.told?.end ?? 0, this.told?.now ?? 0, this.told?.begin ?? 0);
  }

  /* Where a new run begins. One that was started again does not know where the recording does: a day
   * before, and whoever plays begins with what there is. */
  get first(): number {
    const { begin, stopped } = this.told!;
    return (begin ?? 0) - (stopped === null ? 0 : DAY_S);
  }

  private async ask(): Promise<void> {
    const asked = ++this.asked;
    const answer = await fetch('timeline', { headers: tokenHeaders }).catch(() => null);
    const told = answer?.ok ? ((await answer.json().catch(() => null)) as Told | null) : null;
    if (this.ended || asked !== this.asked) return;
    if (this.silent !== !told) {
      this.silent = !told;
      this.changed();
    }
    if (told) this.take(told);
    this.again(told?.goal != null ? SOON_MS : EVERY_MS);
  }

  private take(told: Told): void {
    this.told = told;
    this.begun ||= told.now != null || told.stopped != null;
    const launches = told.launches.filter(({ time }) => time >= (told.begin ?? Infinity) && time <= this.last)
      .map(({ time, object }) => ({ time, kind: 'launch', words: `launch ${object}` }));
    this.events = [...told.events.map((one) => ({ ...one, words: one.words.replace(/^white-cell:/, 'white cell:') })), ...launches].sort((a, b) => a.time - b.time);
    this.changed();
  }

  private again(ms: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), ms);
  }

  /* Says it, with what else is said in the next moment. */
  say(order: Order): void {
    if (!this.mine) return;
    this.order = { ...order, time_s: order.time_s === undefined ? undefined : this.within(order.time_s) };
    this.changed();
    window.clearTimeout(this.gather);
    this.gather = window.setTimeout(() => void this.post(), GATHER_MS);
  }

  /* To a whole epoch of the recording. */
  private within(time: number): number {
    const { epoch } = this.told!;
    return Math.min(Math.max(Math.round(time / epoch) * epoch, this.first), this.last);
  }

  /* The end of the epoch after or before the one where it is, or where it is brought. */
  step(by: 1 | -1): void {
    if (!this.mine) return;
    const { epoch, now } = this.told!;
    const from = (this.goal ?? now!) / epoch;
    const to = by > 0 ? Math.floor(from + 1e-6) + 1 : Math.ceil(from - 1e-6) - 1;
    this.say({ mode: 'pause', time_s: to * epoch });
  }

  private async post(): Promise<void> {
    const { order } = this;
    const answer = await fetch('clock', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...tokenHeaders },
      body: JSON.stringify(order),
    }).catch(() => null);
    const reply = answer?.ok ? ((await answer.json().catch(() => null)) as { outcome: string; text: string } | null) : null;
    if (this.ended) return;
    if (!reply) this.wrong('No word from the daemon: the clock was not set. Try again.');
    else this.wrong(reply.outcome === 'done' ? '' : REFUSALS[reply.text] ?? `Refused: ${reply.text}.`);
    if (order !== this.order) return; // another was said meanwhile
    window.clearTimeout(this.timer);
    await this.ask(); // what was told before is no more so
    if (order !== this.order || this.ended) return;
    this.order = null;
    this.changed();
  }

  end(): void {
    this.ended = true;
    window.clearTimeout(this.timer);
    window.clearTimeout(this.gather);
  }
}
