// Which tracks of two released pictures are one object, by nothing but where they stand: numbers of
// two views are unrelated by design.
//
// Two tracks may be one where the second lies within the joint 95 % ellipse of both, or within 3 km,
// and their categories do not exclude each other. The nearest pairs are taken first, each track once
// (global nearest neighbour, greedy: Blackman and Popoli 1999, section 6.4).

import type { Columns, Picture } from './picture';
import { METRES, sigma, TENTATIVE } from './track';

const NEAR_M = 3000;
const FAR_M = 50_000; // an ellipse that is larger says too little to pair by
const CHI2_95 = -2 * Math.log(0.05); // two degrees of freedom
const CELLS = 1440; // of a quarter degree, round the earth

interface Candidate {
  readonly a: number;
  readonly b: number;
  readonly distance: number; // m
}

/* East, north covariance of a track, m^2: [ee, en, nn]. */
function covariance({ major, minor, turnCdeg }: Columns, i: number): [number, number, number] {
  const [long, short] = [sigma(major[i]) ** 2, sigma(minor[i]) ** 2];
  const turn = (turnCdeg[i] * Math.PI) / 18000;
  const [s, c] = [Math.sin(turn), Math.cos(turn)];
  return [long * s * s + short * c * c, (long - short) * s * c, long * c * c + short * s * s];
}

function isNear(a: Columns, i: number, b: Columns, j: number, east: number, north: number): boolean {
  const [p, q] = [covariance(a, i), covariance(b, j)];
  const [ee, en, nn] = [p[0] + q[0], p[1] + q[1], p[2] + q[2]];
  return east * east * nn - 2 * east * north * en + north * north * ee <= CHI2_95 * (ee * nn - en * en);
}

/* Indices of asserted tracks by quarter degree. */
function cellsOf({ columns, count }: Picture): Map<number, number[]> {
  const cells = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    if (columns.status[i] === TENTATIVE) continue;
    const key = Math.floor(columns.latE7[i] / 2.5e6) * CELLS + wrapped(Math.floor(columns.lonE7[i] / 2.5e6));
    const cell = cells.get(key);
    if (cell) cell.push(i);
    else cells.set(key, [i]);
  }
  return cells;
}

function wrapped(column: number): number {
  return ((column % CELLS) + CELLS) % CELLS;
}

function candidates(a: Picture, b: Picture): Candidate[] {
  const found: Candidate[] = [];
  const cells = cellsOf(b);
  const [from, to] = [a.columns, b.columns];
  for (let i = 0; i < a.count; i++) {
    if (from.status[i] === TENTATIVE) continue;
    const [lat, lon] = [from.latE7[i] / 1e7, from.lonE7[i] / 1e7];
    const narrow = Math.max(0.05, Math.cos((lat * Math.PI) / 180));
    const rows = Math.ceil((FAR_M / METRES) * 4);
    const columns = Math.ceil((FAR_M / METRES / narrow) * 4);
    for (let row = Math.floor(lat * 4) - rows; row <= Math.floor(lat * 4) + rows; row++)
      for (let column = Math.floor(lon * 4) - columns; column <= Math.floor(lon * 4) + columns; column++)
        for (const j of cells.get(row * CELLS + wrapped(column)) ?? []) {
          if (from.categories[i] && to.categories[j] && !(from.categories[i] & to.categories[j])) continue;
          let turn = to.lonE7[j] / 1e7 - lon;
          turn -= 360 * Math.round(turn / 360);
          const [east, north] = [turn * METRES * narrow, (to.latE7[j] / 1e7 - lat) * METRES];
          const distance = Math.hypot(east, north);
          if (distance <= NEAR_M || (distance <= FAR_M && isNear(from, i, to, j, east, north)))
            found.push({ a: i, b: j, distance });
        }
  }
  return found;
}

/* For each track of a its index in b; -1: it has none there. Tentative tracks have none. */
export function match(a: Picture, b: Picture): Int32Array {
  const other = new Int32Array(a.count).fill(-1);
  const taken = new Uint8Array(b.count);
  /* Sorted for good: of two as near, the one of the smaller numbers. */
  for (const pair of candidates(a, b).sort((x, y) => x.distance - y.distance || x.a - y.a || x.b - y.b)) {
    if (other[pair.a] >= 0 || taken[pair.b]) continue;
    other[pair.a] = pair.b;
    taken[pair.b] = 1;
  }
  return other;
}
