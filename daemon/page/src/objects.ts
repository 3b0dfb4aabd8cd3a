// Truth as the daemon tells it to the white cell alone (/truth), and one view's pictures laid over it:
// only a truth and a picture of one and the same epoch are shown together.

import { indexOf, type Picture } from './picture';
import { Session } from './session';
import { tokenHeaders } from './token';

export interface TrueObject {
  readonly id: string;
  readonly category: string; // "missile", "air+surface"
  readonly lat_deg: number;
  readonly lon_deg: number;
  readonly height_m: number;
  readonly seen: readonly { readonly view: string; readonly track: number; readonly error_m: number }[];
}

export interface TrueThings {
  readonly epoch_ns: number; // as a number has it: compare with Number(picture.epochNs)
  readonly objects: readonly TrueObject[];
}

const KEPT = 8; // pictures, newest last: as many as may come while a truth is asked for
const PACE_MS = 200; // between two questions
const SHARE = 4; // a daemon that takes long to answer is left alone for so many times as long
const AGAIN_MS = 10_000; // where there is no truth

/* One question at a time, for as long as a newer picture than the last answer is there. */
export class OverTruth extends Session {
  hasTruth: boolean | null = null; // null: nobody knows yet
  private recent: Picture[] = [];
  private truths: TrueThings[] = [];
  private heldTruth: TrueThings | null = null;
  private timer = 0;
  private asking = false;
  private ended = false;

  /* The newest picture of whose epoch there is a truth; where there is none, the newest. */
  override get shown(): Picture | null {
    return this.held ?? this.matched ?? this.newest;
  }

  /* Of the epoch of what is shown; null: there is none, or not yet. */
  get truth(): TrueThings | null {
    return this.held ? this.heldTruth : this.truthOf(this.shown);
  }

  /* Index in what is shown of the track that this view has of an object; -1: it has none. */
  trackOf(object: TrueObject): number {
    const sight = object.seen.find(({ view }) => view === this.view.name);
    return sight && this.shown ? indexOf(this.shown, sight.track) : -1;
  }

  private get matched(): Picture | null {
    for (let n = this.recent.length - 1; n >= 0; n--) if (this.truthOf(this.recent[n])) return this.recent[n];
    return null;
  }

  private truthOf(picture: Picture | null): TrueThings | null {
    const at = picture && Number(picture.epochNs);
    return this.truths.find((one) => one.epoch_ns === at) ?? null;
  }

  override hold(): void {
    [this.held, this.heldTruth] = this.held || this.awaits(this.newest) ? [null, null] : [this.shown, this.truth];
    this.changed();
  }

  override end(): void {
    super.end();
    this.ended = true;
    window.clearTimeout(this.timer);
  }

  protected override took(picture: Picture): void {
    super.took(picture);
    /* Time went back: another run, of which nothing that was kept is. */
    if (this.recent.some((one) => one.epochNs >= picture.epochNs)) this.recent = [];
    this.recent = [...this.recent, picture].slice(-KEPT);
    if (!this.asking && this.hasTruth !== false) void this.ask();
  }

  protected override forget(): void {
    super.forget();
    this.recent = [];
    this.heldTruth = null;
  }

  private async ask(): Promise<void> {
    this.asking = true;
    const begun = performance.now();
    const answer = await fetch('truth', { headers: tokenHeaders }).catch(() => null);
    const told = answer?.ok ? ((await answer.json().catch(() => undefined)) as TrueThings | undefined) : null; // undefined: it broke off on the way
    if (this.ended) return;
    if (answer && told !== undefined) this.hasTruth = told !== null;
    if (told) this.truths = [...this.truths.filter((one) => one.epoch_ns < told.epoch_ns), told].slice(-KEPT);
    this.timer = window.setTimeout(() => this.next(told), told !== null ? Math.max(PACE_MS, SHARE * (performance.now() - begun)) : AGAIN_MS);
    this.changed();
  }

  private next(told: TrueThings | null | undefined): void {
    this.asking = false;
    if (!told || !this.newest || told.epoch_ns < Number(this.newest.epochNs)) void this.ask();
  }
}
