// Which tracks of a picture are in sight on the map, and which of them are symbols and which dots.
//
// Up to two tracks in a square of the map are symbols. Wherever they stand, so are the most telling
// (selected, missile, subsurface, hostile and suspect, in conflict, found by the search, those that
// are symbols already, the newest), until there are as many as a map can bear. What a track is changes
// after three epochs or a step of the zoom, so that nothing flickers.

import { mercatorX, mercatorY, type Frame } from './frame';
import { ordered } from './order';
import type { Picture } from './picture';
import { categoryOf, CONFLICT, rank } from './track';

const SYMBOLS = 400; // wherever they stand
const SQUARE = 48; // units
const IN_SQUARE = 2;
const MARGIN = 40; // units round the map
const EPOCHS = 3;

export const [AWAY, DOT, SYMBOL] = [0, 1, 2];

export interface Sight {
  readonly x: Float32Array; // units, by index in the picture
  readonly y: Float32Array;
  readonly level: Uint8Array;
  readonly symbols: readonly number[]; // indices, the most telling first
}

/* What is looked at, besides the picture. */
export interface Wanted {
  readonly selected: number; // number of a track; 0: none
  readonly search: string;
  readonly hits: ReadonlySet<number> | null; // numbers that the search found
}

/* A picture's places in Mercator; reckoned once, for all that is drawn of it. */
const known = new WeakMap<Picture, { x: Float64Array; y: Float64Array }>();
function mercator(picture: Picture) {
  let places = known.get(picture);
  if (places) return places;
  const { latE7, lonE7 } = picture.columns;
  places = { x: new Float64Array(picture.count), y: new Float64Array(picture.count) };
  for (let i = 0; i < picture.count; i++) {
    places.x[i] = mercatorX(lonE7[i] / 1e7);
    places.y[i] = mercatorY(latE7[i] / 1e7);
  }
  known.set(picture, places);
  return places;
}

function classOf({ columns }: Picture, i: number, wanted: Wanted, before: number): number {
  if (columns.number[i] === wanted.selected) return 0;
  const category = categoryOf(columns.categories[i]);
  if (category === 'missile') return 1;
  if (category === 'subsurface') return 2;
  if (columns.identity[i] >= 6) return 3;
  if (columns.marks[i] & CONFLICT) return 4;
  if (wanted.hits?.has(columns.number[i])) return 5;
  return before === SYMBOL ? 6 : 7;
}

const STEPS = 2 ** 20; // of what a class is ordered by

export class Sights {
  private picture: Picture | null = null;
  private level = new Uint8Array(0); // of the picture's tracks
  private streak = new Uint8Array(0); // epochs for which another was wanted
  private asked = '';

  clear(): void {
    this.picture = null;
    this.level = this.streak = new Uint8Array(0);
  }

  look(frame: Frame, picture: Picture, wanted: Wanted): Sight {
    const isNext = picture !== this.picture;
    if (isNext) this.carry(picture);
    const asked = `${frame.scale} ${wanted.selected} ${wanted.search}`;
    if (asked !== this.asked) this.level.fill(AWAY);
    this.asked = asked;
    const places = this.place(frame, picture);
    const order = this.order(picture, wanted, places.level);
    this.grade(frame, places, order);
    this.settle(places.level, isNext);
    const symbols: number[] = [];
    for (const i of order) if (this.level[i] === SYMBOL) symbols.push(i);
    return { ...places, level: this.level, symbols };
  }

  /* Levels of those that live on; numbers are sorted in both pictures. */
  private carry(picture: Picture): void {
    const [level, streak] = [new Uint8Array(picture.count), new Uint8Array(picture.count)];
    const [then, now] = [this.picture?.columns.number ?? new Float64Array(0), picture.columns.number];
    for (let i = 0, j = 0; i < now.length && j < then.length; ) {
      if (now[i] === then[j]) [level[i], streak[i]] = [this.level[j], this.streak[j]];
      const [one, other] = [now[i], then[j]];
      if (one <= other) i++;
      if (other <= one) j++;
    }
    [this.picture, this.level, this.streak] = [picture, level, streak];
  }

  /* All in sight are dots, to begin with. */
  private place(frame: Frame, picture: Picture) {
    const { count } = picture;
    const [x, y, level] = [new Float32Array(count), new Float32Array(count), new Uint8Array(count)];
    const places = mercator(picture);
    for (let i = 0; i < count; i++) {
      x[i] = frame.across(places.x[i]);
      y[i] = frame.down(places.y[i]);
      if (frame.sees(x[i], y[i], MARGIN)) level[i] = DOT;
    }
    return { x, y, level };
  }

  /* Those in sight, the most telling first: by class, and within it. */
  private order(picture: Picture, wanted: Wanted, level: Uint8Array): Uint32Array {
    const [inSight, keys] = [new Uint32Array(picture.count), new Uint32Array(picture.count)];
    let count = 0;
    for (let i = 0; i < picture.count; i++) {
      if (level[i] === AWAY) continue;
      const kind = classOf(picture, i, wanted, this.level[i]);
      const within = kind < 6 ? rank(picture, i) : kind === 6 ? 0 : Math.min(STEPS - 1, picture.columns.ageDs[i]);
      keys[count] = kind * STEPS + within;
      inSight[count++] = i;
    }
    const order = ordered(keys.subarray(0, count));
    for (let n = 0; n < count; n++) order[n] = inSight[order[n]];
    return order;
  }

  private grade(frame: Frame, { x, y, level }: { x: Float32Array; y: Float32Array; level: Uint8Array }, order: Uint32Array): void {
    const across = Math.ceil((frame.width + 2 * MARGIN) / SQUARE);
    const squares = new Uint16Array(across * Math.ceil((frame.height + 2 * MARGIN) / SQUARE));
    const square = (i: number) => Math.floor((y[i] + MARGIN) / SQUARE) * across + Math.floor((x[i] + MARGIN) / SQUARE);
    for (const i of order) squares[square(i)]++;
    order.forEach((i, n) => {
      if (n < SYMBOLS || squares[square(i)] <= IN_SQUARE) level[i] = SYMBOL;
    });
  }

  private settle(wanted: Uint8Array, isNext: boolean): void {
    const { level, streak } = this;
    for (let i = 0; i < wanted.length; i++) {
      if (level[i] === wanted[i]) streak[i] = 0;
      else if (level[i] === AWAY || wanted[i] === AWAY || (isNext && ++streak[i] >= EPOCHS)) [level[i], streak[i]] = [wanted[i], 0];
    }
  }
}
