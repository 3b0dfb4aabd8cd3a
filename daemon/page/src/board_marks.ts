// What one map of the Board shows: the tracks of its view, told apart by whether the baseline has
// them; where the baseline has one and this view has none; warnings that come without a track.

import type { Difference } from './difference';
import * as marks from './marks';
import type { Picture } from './picture';
import { DOT, GAP, RING, TRIANGLE, type Mark } from './small_maps';
import type { Tokens } from './tokens';
import { ahead, categoryOf, type Category } from './track';
import { bareWarnings } from './warnings';
import type { ReleasedNotice } from './wire/picket/v1/picture_pb';

export const LEADER_WORDS = 'ahead: air 10 min, sea 40 min, missile 60 s';
const LEADER_S: Partial<Record<Category, number>> = { missile: 60, air: 600, land: 600 };
const SLOW_LEADER_S = 2400;
const SIZE = 5; // pixels across
const LARGER = 1.4; // what differs
const DOTS_MAX = 2000; // a map; never counted among them: missiles and differences

export interface Scene {
  readonly picture: Picture;
  readonly base: Picture | null;
  readonly difference: Difference;
  readonly category: Category | null;
  readonly tokens: Tokens;
  readonly live: boolean;
}

function track(picture: Picture, i: number, size: number, colour: string): Mark {
  const category = categoryOf(picture.columns.categories[i]);
  const missile = category === 'missile';
  return {
    lat: picture.columns.latE7[i] / 1e7, lon: picture.columns.lonE7[i] / 1e7,
    shape: missile ? TRIANGLE : DOT, size: missile ? size * 1.8 : size, colour,
    tip: ahead(picture, i, LEADER_S[category] ?? SLOW_LEADER_S),
  };
}

/* Every nth beyond what a small map can show, the same from epoch to epoch: numbers are hashes. */
export function thinned(picture: Picture, indices: readonly number[]): readonly number[] {
  const every = Math.ceil(indices.length / DOTS_MAX);
  if (every < 2) return indices;
  const { number, categories } = picture.columns;
  return indices.filter((i) => categoryOf(categories[i]) === 'missile' || number[i] % every === 0);
}

/* The baseline has the like: a warning of the same place. */
function hasLike(base: Picture, { circle }: ReleasedNotice): boolean {
  return base.notices.some((other) => other.circle &&
    Math.hypot(other.circle.latDeg - circle!.latDeg, other.circle.lonDeg - circle!.lonDeg) < 0.1);
}

export function marksOf({ picture, base, difference, category, tokens: t, live }: Scene): Mark[] {
  const grey = live ? t.t2 : t.t3;
  const hue = live ? t.diff : t.t3;
  const all = thinned(picture, difference.both).map((i) =>
    track(picture, i, SIZE, categoryOf(picture.columns.categories[i]) === 'missile' && live ? t.t1 : grey));
  if (category === null)
    for (const notice of bareWarnings(picture))
      all.push({ lat: notice.circle!.latDeg, lon: notice.circle!.lonDeg, shape: RING, size: 18, tip: null,
        colour: base && !hasLike(base, notice) ? hue : grey });
  for (const j of difference.lost)
    all.push({ ...track(base!, j, SIZE, hue), shape: GAP, size: 10, tip: null });
  for (const i of difference.added) all.push(track(picture, i, SIZE * LARGER, hue));
  return all;
}

/* For the legend, as the maps draw them. */
export function disc(pen: marks.Pen, x: number, y: number, radius: number, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
}

export function gap(pen: marks.Pen, x: number, y: number, colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 1.4;
  marks.ellipse(pen, x, y, 4.5, 4.5, 0, [2.2, 1.3]);
  for (const turn of [-1, 1]) marks.line(pen, x - 1.6, y - 1.6 * turn, x + 1.6, y + 1.6 * turn);
}
