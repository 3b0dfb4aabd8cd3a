// Short names for tracks: the first hexadecimal digits of the number, at least four, as many as tell
// the tracks of this picture apart.

import type { Picture } from './picture';
import { hex } from './words';

const SHORTEST = 4;
const made = new WeakMap<Picture, string[]>();

function common(a: string, b: string | undefined): number {
  let n = 0;
  while (b !== undefined && n < a.length && a[n] === b[n]) n++;
  return n;
}

/* One name a track, in the picture's order. Numbers are sorted, so only neighbours can be alike. */
export function namesOf(picture: Picture): string[] {
  let names = made.get(picture);
  if (names) return names;
  const full = Array.from(picture.columns.number, hex);
  names = full.map((name, i) =>
    name.slice(0, Math.max(SHORTEST, 1 + Math.max(common(name, full[i - 1]), common(name, full[i + 1])))));
  made.set(picture, names);
  return names;
}
