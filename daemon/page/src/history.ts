// Where tracks were: what this page itself was shown, a picture at each step of exercise time. Nothing
// is copied: what is kept are columns that the pictures had anyway.

import type { Picture } from './picture';
import { indexOf } from './picture';
import { circle95 } from './track';

const STEP_S = 5;
const FINE_S = 120; // older ones stand farther apart
const COARSE_S = 30;
const LONGEST_S = 1200;

export interface Moment {
  readonly s: number; // exercise time, seconds since 1970
  readonly lat: number; // deg
  readonly lon: number;
  readonly height: number; // m
  readonly radius: number; // m, 95 %
}

interface Kept {
  readonly s: number;
  readonly picture: Picture; // of its columns those alone that a moment is made of
}

export class Histories {
  private kept: Kept[] = []; // oldest first

  /* Where time goes back, another run has begun: nothing that was kept is of it. */
  add(picture: Picture): void {
    const s = Number(picture.epochNs / 1_000_000n) / 1000;
    if (this.kept.some((one) => one.s > s)) this.clear();
    const last = this.kept[this.kept.length - 1];
    if (last && Math.floor(s / STEP_S) === Math.floor(last.s / STEP_S)) return;
    this.kept = this.kept.filter((one, n) => isKept(one.s, this.kept[n + 1]?.s, s));
    this.kept.push({ s, picture: bare(picture) });
  }

  clear(): void {
    this.kept = [];
  }

  /* Of a track, oldest first. */
  get(number: number): readonly Moment[] {
    return this.kept.flatMap((one) => momentOf(one, number) ?? []);
  }

  /* The newest moment of a track that is not after a time. */
  at(number: number, s: number): Moment | null {
    let n = this.kept.length - 1;
    while (n >= 0 && this.kept[n].s > s) n--;
    return n < 0 ? null : momentOf(this.kept[n], number);
  }
}

/* Of those that have become old the last of each coarse step stays. */
function isKept(s: number, after: number | undefined, now: number): boolean {
  if (now - s > LONGEST_S) return false;
  return now - s <= FINE_S || after === undefined || Math.ceil(s / COARSE_S) !== Math.ceil(after / COARSE_S);
}

function bare({ count, forms, columns }: Picture): Picture {
  const { number, latE7, lonE7, heightCm, major, form } = columns;
  return { count, forms, columns: { number, latE7, lonE7, heightCm, major, form } } as unknown as Picture;
}

function momentOf({ s, picture }: Kept, number: number): Moment | null {
  const i = indexOf(picture, number);
  if (i < 0) return null;
  const { latE7, lonE7, heightCm } = picture.columns;
  return { s, lat: latE7[i] / 1e7, lon: lonE7[i] / 1e7, height: heightCm[i] / 100, radius: circle95(picture, i) };
}
