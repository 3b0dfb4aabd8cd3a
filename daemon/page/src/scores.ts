// What the white cell's scores say (/scores): every figure needs truth, so no other link has them.

export interface ViewScore {
  readonly view: string;
  readonly complete?: number | null; // share of the true objects that it shows, 0 to 1
  readonly first_warning_s?: number | null; // median over the objects seen so far, from when each was there
  readonly given?: number | null; // share of the partner's own reports that anyone else is given
  readonly paired?: readonly Paired[]; // against each other view of this partner
}

/* Over the objects that both views have seen so far. */
export interface Paired {
  readonly view: string; // the other
  readonly objects: number;
  readonly sooner: number; // first seen here before there
  readonly later: number;
  readonly by_s: number | null; // median over all of them, below 0: sooner here
  readonly sooner_s: number | null; // median over those seen sooner
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
