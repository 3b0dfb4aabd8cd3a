// Two pictures laid side by side: which objects both show, which only one of them, and how much later
// or less accurate the one knows what both show.

import { difference } from './difference';
import type { Picture } from './picture';
import { age, CATEGORIES, circle95, rank } from './track';

/* One object. left, right: its index in that picture; -1: it is not there. */
export interface Both {
  readonly left: number;
  readonly right: number;
}

export interface Laid {
  readonly left: Picture;
  readonly right: Picture;
  readonly both: readonly Both[];
  readonly only: readonly Both[]; // in one of them; the most telling first
}

/* other: for each track of the right one its index in the left one (match.ts). */
export function lay(left: Picture, right: Picture, other: Int32Array): Laid {
  const { both, added, lost } = difference(right, left, null, other);
  const order = ({ left: l, right: r }: Both) => (l >= 0 ? rank(left, l) : rank(right, r));
  const number = ({ left: l, right: r }: Both) => (l >= 0 ? left.columns.number[l] : right.columns.number[r]);
  return {
    left, right,
    both: both.map((i) => ({ left: other[i], right: i })),
    only: [...added.map((i) => ({ left: -1, right: i })), ...lost.map((j) => ({ left: j, right: -1 }))]
      .sort((a, b) => order(a) - order(b) || number(a) - number(b)),
  };
}

/* The same objects in the picture of a later epoch are known by their numbers. */
export function numbersOf({ left, right }: Laid, one: Both): [number, number] {
  return [one.left >= 0 ? left.columns.number[one.left] : 0, one.right >= 0 ? right.columns.number[one.right] : 0];
}

export interface Kind {
  readonly name: string;
  readonly both: number;
  readonly left: number; // only there
  readonly right: number;
}

export function kindsOf({ left, right, both, only }: Laid): Kind[] {
  return CATEGORIES.map((name, bit) => {
    const is = (one: Both) => ((one.left >= 0 ? left.columns.categories[one.left] : 0) |
      (one.right >= 0 ? right.columns.categories[one.right] : 0)) & (1 << bit);
    return {
      name, both: both.filter(is).length,
      left: only.filter((one) => one.left >= 0 && is(one)).length,
      right: only.filter((one) => one.right >= 0 && is(one)).length,
    };
  }).filter((kind) => kind.both + kind.left + kind.right > 0);
}

/* By how much the worse of two views is worse, object by object. */
export interface Worse {
  readonly side: 'left' | 'right'; // that is worse more often
  readonly by: readonly number[]; // of all that both show; 0 where it is not worse
  readonly count: number; // beyond the threshold
  readonly median: number; // of those
}

function worse(differences: readonly number[], threshold: number): Worse {
  const beyond = (sign: number) => differences.filter((value) => sign * value > threshold).length;
  const sign = beyond(-1) > beyond(1) ? -1 : 1;
  const by = differences.map((value) => Math.max(0, sign * value));
  const bad = by.filter((value) => value > threshold).sort((a, b) => a - b);
  return { side: sign > 0 ? 'left' : 'right', by, count: bad.length, median: median(bad) };
}

function median(sorted: readonly number[]): number {
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return sorted.length ? (low + high) / 2 : 0;
}

export const LATE_S = 10;
export const ROUGH_M = 500;

/* By the age of the newest report in each track, s. */
export function lateness({ left, right, both }: Laid): Worse {
  return worse(both.map((one) => age(left, one.left) - age(right, one.right)), LATE_S);
}

/* By the 95 % radius of each track, m. */
export function roughness({ left, right, both }: Laid): Worse {
  return worse(both.map((one) => circle95(left, one.left) - circle95(right, one.right)), ROUGH_M);
}
