// What /health tells: the white cell of everything, a nation of its own sensors alone.

export type State = 'silent' | 'sum' | 'late' | 'refused' | 'differs';

export interface SensorTold {
  readonly sensor: string;
  readonly nation: string;
  readonly states: readonly State[]; // the gravest first; none: normal
  readonly period_s: number | null; // null: irregular
  readonly heard_s: number | null;
  readonly rate_per_s: number | null;
  readonly bins: readonly number[]; // reports in ten seconds each, oldest first
  readonly late_p95_s: number | null;
  readonly late_allowed_s: number;
  readonly clock_ahead_s: number | null;
  readonly missing: number; // datagrams that never came
  readonly restarts: number;
  readonly received: number;
  readonly taken: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly datagrams_refused: Readonly<Record<string, number>>;
  readonly findings: readonly { readonly claim: string; readonly words: string }[];
  readonly nis: { readonly plots: number; readonly mean: number } | null;
  readonly fused?: number; // these four: the white cell's
  readonly dropped?: number;
  readonly waiting?: number;
  readonly difference?: number;
}

export interface Sums {
  readonly received: number;
  readonly fused: number;
  readonly refused: number;
  readonly dropped: number;
  readonly waiting: number;
  readonly difference: number;
}

export interface EngineTold {
  readonly view: string;
  readonly states: readonly ('lag' | 'slow')[];
  readonly tracks: number;
  readonly lag_s: number | null;
  readonly publish_s: number | null; // of its newest picture
  readonly median_s: number | null; // of its last sixty
  readonly worst_s: number | null;
}

export interface ListenerTold {
  readonly listener: string;
  readonly arrived: number;
  readonly decoded: number;
  readonly refused: number;
  readonly dropped: number;
}

export interface Health {
  readonly clock: { readonly time_s: number | null; readonly rate: number; readonly epoch_s: number };
  readonly bin_s: number;
  readonly bins_from_s: number | null;
  readonly sensors: readonly SensorTold[];
  readonly sums?: Sums; // this and what follows: the white cell's
  readonly datagrams?: readonly ListenerTold[];
  readonly unlisted?: Readonly<Record<string, number>>;
  readonly engines?: readonly EngineTold[];
  readonly publish_allowed_s?: number | null;
  readonly queues?: readonly { readonly queue: string; readonly states: readonly 'full'[]; readonly fill: number }[];
  readonly pages?: { readonly open: number; readonly epochs_skipped: number };
}

/* Red is lost, amber is to be looked at soon. */
export type Grave = 'red' | 'amber' | '';

export function graveOf(state: string): Grave {
  if (state === 'silent' || state === 'sum') return 'red';
  return state ? 'amber' : '';
}

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}

/* Abnormal ones first, the gravest of them first of all; else as they were told. */
export function inOrder(sensors: readonly SensorTold[]): SensorTold[] {
  const rank = ({ states: [state] }: SensorTold) => ({ red: 0, amber: 1, '': 2 })[graveOf(state ?? '')];
  return [...sensors].sort((a, b) => rank(a) - rank(b));
}
