// Where a track was: what this page itself was shown of it, at fixed steps of exercise time.

import type { Picture } from './picture';
import { circle95 } from './track';

const STEP_S = 5;
const ROOM = 240; // twenty minutes

export interface Moment {
  readonly s: number; // exercise time, seconds since 1970
  readonly lat: number; // deg
  readonly lon: number;
  readonly height: number; // m
  readonly radius: number; // m, 95 %
}

export class Histories {
  private readonly of = new Map<number, Moment[]>();

  /* Adds what the picture shows, and forgets the tracks that it no longer shows. */
  add(picture: Picture): void {
    const s = Number(picture.epochNs / 1_000_000n) / 1000;
    const { number, latE7, lonE7, heightCm } = picture.columns;
    for (let i = 0; i < picture.count; i++) {
      let moments = this.of.get(number[i]);
      if (!moments) this.of.set(number[i], (moments = []));
      const last = moments[moments.length - 1];
      if (last && s - last.s < STEP_S) continue;
      if (moments.length === ROOM) moments.shift();
      moments.push({
        s, lat: latE7[i] / 1e7, lon: lonE7[i] / 1e7, height: heightCm[i] / 100,
        radius: circle95(picture, i),
      });
    }
    if (this.of.size > picture.count) this.forget(picture);
  }

  private forget(picture: Picture): void {
    const shown = new Set(picture.columns.number);
    for (const number of this.of.keys()) if (!shown.has(number)) this.of.delete(number);
  }

  clear(): void {
    this.of.clear();
  }

  get(number: number): readonly Moment[] {
    return this.of.get(number) ?? [];
  }
}
