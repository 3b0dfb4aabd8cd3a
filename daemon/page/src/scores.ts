// What the white cell's scores say (/scores): every figure needs truth, so no other link has them.

import { tokenHeaders } from './token';

export interface ViewScore {
  readonly view: string;
  readonly complete?: number | null; // share of the true objects that it shows, 0 to 1
  readonly first_warning_s?: number | null; // from the first launch to the first track of it
  readonly given?: number | null; // share of the partner's own reports that anyone else is given
}

/* All partners together, under one rule. */
export interface RuleScore {
  readonly rule: string;
  readonly seen_by_all?: number | null; // objects
  readonly objects?: number | null;
  readonly last_warned_s?: number | null;
  readonly last_warned?: string | null; // partners
  readonly median_error_m?: number | null;
  readonly given?: number | null;
}

export interface Scores {
  readonly views: readonly ViewScore[];
  readonly all?: readonly RuleScore[];
}

const EVERY_MS = 2000;
const AGAIN_MS = 10_000; // where nothing is scored, or not yet

/* Asks again and again while it is wanted. null: this run is not scored, or not for this link. */
export class ScoreFeed {
  scores: Scores | null = null;
  private timer = 0;
  private ended = false;

  constructor(private readonly changed: () => void) {
    void this.ask();
  }

  private async ask(): Promise<void> {
    const answer = await fetch('scores', { headers: tokenHeaders }).catch(() => null);
    const told = answer?.ok ? ((await answer.json().catch(() => null)) as Scores | null) : null;
    if (this.ended) return;
    if (told || this.scores) {
      this.scores = told;
      this.changed();
    }
    this.timer = window.setTimeout(() => void this.ask(), told ? EVERY_MS : AGAIN_MS);
  }

  end(): void {
    this.ended = true;
    window.clearTimeout(this.timer);
    this.scores = null;
  }
}
