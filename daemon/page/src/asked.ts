// What the daemon answers at an address, asked again and again while it is wanted.

import { tokenHeaders } from './token';

const EVERY_MS = 2000;
const AGAIN_MS = 10_000; // where nothing is there, or not yet

export class Asked<T> {
  value: T | null = null; // null: it is not there, or not for this link
  private timer = 0;
  private ended = false;
  private asking = false;

  /* read: of the answer's JSON. */
  constructor(private readonly path: string, private readonly read: (told: never) => T, private readonly changed: () => void,
    private readonly every = EVERY_MS) {
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.asking = true;
    const answer = await fetch(this.path, { headers: tokenHeaders }).catch(() => null);
    const told = answer?.ok ? ((await answer.json().catch(() => undefined)) as never) : null; // undefined: it broke off on the way
    this.asking = false;
    if (this.ended) return;
    /* A daemon that is gone takes nothing back: what was told last stands, as the picture does. */
    if (answer && told !== undefined && (told || this.value)) {
      this.value = told && this.read(told);
      this.changed();
    }
    this.timer = window.setTimeout(() => void this.ask(), told !== null ? this.every : AGAIN_MS);
  }

  /* At once, where what is told must be another by now. */
  again(): void {
    window.clearTimeout(this.timer);
    if (!this.asking && !this.ended) void this.ask();
  }

  end(): void {
    this.ended = true;
    window.clearTimeout(this.timer);
    this.value = null;
  }
}
