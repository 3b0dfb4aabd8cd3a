// Which tracks of two released pictures are one object, by nothing but where they stand: numbers of
// two views are unrelated by design.
//
// Two tracks may be one where the second lies within the joint 95 % ellipse of both, or within 3 km,
// and their categories do not exclude each other. The nearest pairs are taken first, each track once
// (global nearest neighbour, greedy: Blackman and Popoli 1999, section 6.4).
//
// Where truth is known, as to the white cell alone, it comes first: two tracks of one object are one,
// two of different objects are not, wherever they stand.

import type { Picture } from './picture';
import { METRES, sigma, TENTATIVE } from './track';
import type { Truth } from './truth';

const NEAR_M = 3000;
const FAR_M = 50_000; // an ellipse that is larger says too little to pair by
const CHI2_95 = -2 * Math.log(0.05); // two degrees of freedom
const STEP = 0.25; // degrees: the edge of a cell
const CELLS = 360 / STEP; // round the earth

interface Candidate {
  readonly a: number;
  readonly b: number;
  readonly distance: number; // m
}

/* Tracks of a cell, and the largest half axis of one sigma among them. */
interface Cell {
  readonly tracks: number[];
  major: number;
}

/* One number a track: degrees; m; m^2 east, north. */
class Spread {
  readonly lat: Float64Array;
  readonly lon: Float64Array;
  readonly major: Float64Array;
  readonly ee: Float64Array;
  readonly en: Float64Array;
  readonly nn: Float64Array;

  constructor({ columns, count }: Picture) {
    const made = () => new Float64Array(count);
    [this.lat, this.lon, this.major] = [made(), made(), made()];
    [this.ee, this.en, this.nn] = [made(), made(), made()];
    for (let i = 0; i < count; i++) {
      const [long, short] = [sigma(columns.major[i]), sigma(columns.minor[i])];
      const turn = (columns.turnCdeg[i] * Math.PI) / 18000;
      const [s, c] = [Math.sin(turn), Math.cos(turn)];
      this.lat[i] = columns.latE7[i] / 1e7;
      this.lon[i] = columns.lonE7[i] / 1e7;
      this.major[i] = long;
      this.ee[i] = long * long * s * s + short * short * c * c;
      this.en[i] = (long * long - short * short) * s * c;
      this.nn[i] = long * long * c * c + short * short * s * s;
    }
  }
}

function isNear(a: Spread, i: number, b: Spread, j: number, east: number, north: number): boolean {
  const [ee, en, nn] = [a.ee[i] + b.ee[j], a.en[i] + b.en[j], a.nn[i] + b.nn[j]];
  return east * east * nn - 2 * east * north * en + north * north * ee <= CHI2_95 * (ee * nn - en * en);
}

function wrapped(column: number): number {
  return ((column % CELLS) + CELLS) % CELLS;
}

/* Asserted tracks by where they stand. */
function cellsOf({ columns, count }: Picture, { lat, lon, major }: Spread): Map<number, Cell> {
  const cells = new Map<number, Cell>();
  for (let i = 0; i < count; i++) {
    if (columns.status[i] === TENTATIVE) continue;
    const key = Math.floor(lat[i] / STEP) * CELLS + wrapped(Math.floor(lon[i] / STEP));
    let cell = cells.get(key);
    if (!cell) cells.set(key, (cell = { tracks: [], major: 0 }));
    cell.tracks.push(i);
    cell.major = Math.max(cell.major, major[i]);
  }
  return cells;
}

/* How far two tracks may stand apart, at the most, and be one. */
function reachOf(major: number, other: number): number {
  return Math.max(NEAR_M, Math.sqrt(CHI2_95 * (major * major + other * other)));
}

function candidates(a: Picture, b: Picture): Candidate[] {
  const found: Candidate[] = [];
  const [from, to] = [new Spread(a), new Spread(b)];
  const cells = cellsOf(b, to);
  const widest = [...cells.values()].reduce((most, cell) => Math.max(most, cell.major), 0);
  for (let i = 0; i < a.count; i++) {
    if (a.columns.status[i] === TENTATIVE) continue;
    const narrow = Math.max(0.05, Math.cos((from.lat[i] * Math.PI) / 180));
    const farthest = Math.min(FAR_M, reachOf(from.major[i], widest));
    const rows = Math.ceil(farthest / METRES / STEP);
    const columns = Math.ceil(farthest / METRES / narrow / STEP);
    const [row, column] = [Math.floor(from.lat[i] / STEP), Math.floor(from.lon[i] / STEP)];
    for (let up = -rows; up <= rows; up++)
      for (let right = -columns; right <= columns; right++) {
        const cell = cells.get((row + up) * CELLS + wrapped(column + right));
        if (!cell) continue;
        /* No ellipse of this cell reaches from its nearest edge: none is looked at. */
        const reach = Math.min(FAR_M, reachOf(from.major[i], cell.major));
        const gap = Math.max(Math.abs(up) - 1, (Math.abs(right) - 1) * narrow * 0.98) * STEP * METRES;
        if (gap > reach) continue;
        for (const j of cell.tracks) {
          let turn = to.lon[j] - from.lon[i];
          turn -= 360 * Math.round(turn / 360);
          const [east, north] = [turn * METRES * narrow, (to.lat[j] - from.lat[i]) * METRES];
          const distance = Math.sqrt(east * east + north * north);
          if (distance > reach || (distance > NEAR_M && !isNear(from, i, to, j, east, north))) continue;
          const [one, other] = [a.columns.categories[i], b.columns.categories[j]];
          if (!one || !other || one & other) found.push({ a: i, b: j, distance });
        }
      }
  }
  return found;
}

/* Of which object each track is; undefined: nobody knows. */
function objectsOf(picture: Picture, truth: Truth | null): (string | undefined)[] {
  const tracks = truth?.get(`${picture.audience}.${picture.rule}`);
  return Array.from(picture.columns.number, (number) => tracks?.get(number));
}

/* For each track of a its index in b; -1: it has none there. Tentative tracks have none. */
export function match(a: Picture, b: Picture, truth: Truth | null = null): Int32Array {
  const other = new Int32Array(a.count).fill(-1);
  const taken = new Uint8Array(b.count);
  const [objects, others] = [objectsOf(a, truth), objectsOf(b, truth)];
  const where = new Map(others.map((object, j): [string | undefined, number] => [object, j]));
  objects.forEach((object, i) => {
    const j = object === undefined ? undefined : where.get(object);
    if (j === undefined || taken[j] || a.columns.status[i] === TENTATIVE || b.columns.status[j] === TENTATIVE) return;
    other[i] = j;
    taken[j] = 1;
  });
  /* Sorted for good: of two as near, the one of the smaller numbers. */
  for (const pair of candidates(a, b).sort((x, y) => x.distance - y.distance || x.a - y.a || x.b - y.b)) {
    if (other[pair.a] >= 0 || taken[pair.b] || (objects[pair.a] && others[pair.b])) continue;
    other[pair.a] = pair.b;
    taken[pair.b] = 1;
  }
  return other;
}
